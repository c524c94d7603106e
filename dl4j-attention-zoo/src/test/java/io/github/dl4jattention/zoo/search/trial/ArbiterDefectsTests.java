package io.github.dl4jattention.zoo.search.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.zoo.search.space.Settings;
import io.github.dl4jattention.zoo.search.strategy.Strategy;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.task.ComputationGraphTaskCreator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Arbiter's runner and its tasks do wrong, and ours do not. */
@Timeout(120)
class ArbiterDefectsTests {
  @TempDir private Path folder;

  /** Each of Arbiter's tasks sleeps for two seconds; ours end when their objectives do. */
  @Test
  void nothingInASearchSleeps() throws Exception {
    for (String task :
        List.of(
            "ComputationGraphTaskCreator$GraphLearningTask",
            "MultiLayerNetworkTaskCreator$DL4JLearningTask")) {
      try (InputStream in =
          ComputationGraphTaskCreator.class.getResourceAsStream(task + ".class")) {
        assertThat(sleeps(in.readAllBytes())).as(task).isTrue();
      }
    }
    Path classes =
        Path.of(TrialRunner.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve("io/github/dl4jattention/zoo/search");
    try (Stream<Path> files = Files.walk(classes)) {
      List<Path> all = files.filter(file -> file.toString().endsWith(".class")).toList();
      assertThat(all).hasSizeGreaterThan(30);
      for (Path file : all) {
        assertThat(sleeps(Files.readAllBytes(file))).as(file.toString()).isFalse();
      }
    }
  }

  /** A method that is called has its name in the class file. */
  private static boolean sleeps(byte[] classFile) {
    String names = new String(classFile, StandardCharsets.ISO_8859_1);
    return names.contains("sleep") || names.contains("parkNanos");
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
