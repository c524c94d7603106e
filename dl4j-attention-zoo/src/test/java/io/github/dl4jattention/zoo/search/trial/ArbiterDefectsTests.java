package io.github.dl4jattention.zoo.search.trial;

import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.github.dl4jattention.zoo.search.space.Settings;
import io.github.dl4jattention.zoo.search.strategy.Strategy;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Arbiter's runner and its tasks do wrong, and ours do not. */
@Timeout(120)
class ArbiterDefectsTests {
  @TempDir private Path folder;

  /** Each of Arbiter's tasks sleeps for two seconds; ours end when their objectives do. */
  @Test
  void nothingInASearchSleeps() {
    ArchRule nothingSleeps =
        noClasses()
            .should()
            .callMethodWhere(JavaCall.Predicates.target(nameMatching("sleep|park.*")));
    ClassFileImporter importer =
        new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests());
    assertThat(
            nothingSleeps
                .evaluate(importer.importPackages("org.deeplearning4j.arbiter.task"))
                .getFailureReport()
                .getDetails())
        .anyMatch(call -> call.contains("ComputationGraphTaskCreator"))
        .anyMatch(call -> call.contains("MultiLayerNetworkTaskCreator"));
    nothingSleeps.check(importer.importPackages("io.github.dl4jattention.zoo.search"));
  }

  /** Ends a search when it has a score, and lets all see that it has. */
  private static final class Ended implements TerminationCondition {
    private final CountDownLatch seen = new CountDownLatch(1);

    @Override
    public void initialize(IOptimizationRunner runner) {
      // There is nothing to count.
    }

    @Override
    public boolean terminate(IOptimizationRunner runner) {
      boolean over = runner.bestScore() != null;
      if (over) {
        seen.countDown();
      }
      return over;
    }
  }

  /** Arbiter's runner drops results that come while it shuts down. */
  @Test
  void resultsThatComeAfterTheEndAreKept() {
    Ended ended = new Ended();
    CyclicBarrier four = new CyclicBarrier(4);
    try (Ledger ledger = Ledger.open(folder.resolve("last"))) {
      TrialRunner<Settings> runner =
          Mock.runner(Strategy.RANDOM, 40, ledger)
              .setConfiguration(Mock.configuration(Strategy.RANDOM, 7, ended))
              .setObjective(
                  trial -> {
                    four.await(60, TimeUnit.SECONDS);
                    if (trial.number() != 1) {
                      ended.seen.await();
                    }
                    return Mock.cost(trial.candidate());
                  })
              .optWorkers(4)
              .build();
      runner.execute();
      assertThat(ledger.trials())
          .hasSize(4)
          .allMatch(trial -> trial.state() == TrialState.FINISHED && trial.score() != null);
      assertThat(runner.getResults()).hasSize(4);
    }
  }
}
