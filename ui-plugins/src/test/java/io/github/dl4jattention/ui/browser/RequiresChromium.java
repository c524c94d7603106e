package io.github.dl4jattention.ui.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test class where Chromium or its driver is missing, and says what to install. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresChromium.Condition.class)
@interface RequiresChromium {
  /** Looks for both programs. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (Browser.chromium().isPresent() && Browser.driver().isPresent()) {
        return ConditionEvaluationResult.enabled("Chromium and its driver are there");
      }
      return ConditionEvaluationResult.disabled(
          "no Chromium or no chromedriver in PATH: install them"
              + " (Debian: apt-get install chromium chromium-driver)");
    }
  }
}
