package io.github.dl4jattention.zoo.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.training.Schedule.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTests {
  private static final double EXACT = 1e-12;

  private static Schedule of(Kind kind, int warmUp) {
    return new Schedule(kind, warmUp, 0.5, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "CONSTANT, 0, 0, 0.7, 3, 1",
    "CONSTANT, 4, 0, 0, 0, 0.25",
    "CONSTANT, 4, 2, 0, 0, 0.75",
    "CONSTANT, 4, 3, 0, 0, 1",
    "CONSTANT, 4, 99, 0.9, 0, 1",
    "LINEAR, 0, 0, 0, 0, 1",
    "LINEAR, 0, 50, 0.25, 0, 0.75",
    "LINEAR, 0, 99, 1, 0, 0",
    "LINEAR, 4, 1, 0.5, 0, 0.25",
    "INVERSE_SQUARE_ROOT, 4, 0, 0, 0, 0.25",
    "INVERSE_SQUARE_ROOT, 4, 3, 0, 0, 1",
    "INVERSE_SQUARE_ROOT, 4, 15, 0, 0, 0.5",
    "INVERSE_SQUARE_ROOT, 1, 99, 0, 0, 0.1",
    "PLATEAU, 0, 7, 0.5, 0, 1",
    "PLATEAU, 0, 7, 0.5, 3, 0.125",
    "PLATEAU, 4, 1, 0.5, 1, 0.25"
  })
  void givesFactorsWrittenByHand(
      Kind kind, int warmUp, int update, double share, int drops, double expected) {
    assertThat(of(kind, warmUp).factor(update, share, drops)).isCloseTo(expected, within(EXACT));
  }

  /** Vaswani et al. 2017, equation 3, with the size and the warm-up of their base model. */
  @ParameterizedTest
  @ValueSource(ints = {1, 10, 3_999, 4_000, 4_001, 100_000})
  void fallsAsVaswanisScheduleDoes(int step) {
    double peak = Math.pow(512, -0.5) * Math.pow(4_000, -0.5);
    double paper =
        Math.pow(512, -0.5) * Math.min(Math.pow(step, -0.5), step * Math.pow(4_000, -1.5));
    assertThat(peak * of(Kind.INVERSE_SQUARE_ROOT, 4_000).factor(step - 1, 0, 0))
        .isCloseTo(paper, within(1e-15));
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(Kind.INVERSE_SQUARE_ROOT, 0))
        .withMessage("the warm-up of inverse-square-root must have at least 1 updates, got 0");
    assertThatIllegalArgumentException().isThrownBy(() -> of(Kind.LINEAR, -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Schedule(Kind.PLATEAU, 0, 1, 1))
        .withMessageContaining("a factor above 0 and below 1");
    assertThatIllegalArgumentException().isThrownBy(() -> new Schedule(Kind.PLATEAU, 0, 0.5, 0));
  }
}
