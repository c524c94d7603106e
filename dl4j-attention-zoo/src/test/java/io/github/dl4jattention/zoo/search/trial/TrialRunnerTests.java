package io.github.dl4jattention.zoo.search.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.search.pruning.MedianPruner;
import io.github.dl4jattention.zoo.search.space.Settings;
import io.github.dl4jattention.zoo.search.strategy.Strategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxTimeCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class TrialRunnerTests {
  @TempDir private Path folder;

  private Ledger ledger(String name) {
    return Ledger.open(folder.resolve(name));
  }

  private List<TrialRecord> search(TrialRunnerBuilder<Settings> builder) {
    TrialRunner<Settings> runner = builder.build();
    runner.execute();
    return untimed(builder.ledger);
  }

  private static List<TrialRecord> untimed(Ledger ledger) {
    return ledger.trials().stream().map(TrialRunnerTests::untimed).toList();
  }

  /** All but the clock's. */
  private static TrialRecord untimed(TrialRecord trial) {
    return new TrialRecord(
        trial.number(),
        trial.coordinates(),
        trial.settings(),
        trial.state(),
        trial.attempts(),
        trial.score(),
        trial.cause(),
        trial.steps(),
        0);
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void oneWorkerAndOneSeedGiveTheSameTrials(Strategy strategy) {
    try (Ledger first = ledger("1");
        Ledger second = ledger("2")) {
      List<TrialRecord> trials = search(Mock.runner(strategy, 25, first));
      assertThat(trials).hasSize(25).allMatch(trial -> trial.state() == TrialState.FINISHED);
      assertThat(search(Mock.runner(strategy, 25, second))).isEqualTo(trials);
    }
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void aSearchThatGoesOnDoesWhatItWouldHaveDone(Strategy strategy) {
    List<TrialRecord> whole;
    try (Ledger unbroken = ledger("whole")) {
      whole = search(Mock.runner(strategy, 25, unbroken));
    }
    Set<Integer> seen = new HashSet<>();
    for (int part = 1; part <= 3; part++) {
      int last = 8 * part;
      try (Ledger broken = ledger("broken")) {
        TrialRunner<?>[] runner = new TrialRunner<?>[1];
        runner[0] =
            Mock.runner(strategy, 25, broken)
                .setObjective(
                    trial -> {
                      if (trial.number() == last) {
                        runner[0].shutdown(false);
                        trial.tell(0, 1); // ends here
                      }
                      assertThat(seen.add(trial.number())).isTrue();
                      return Mock.cost(trial.candidate());
                    })
                .build();
        runner[0].execute();
        assertThat(broken.trials().get(last).state()).isEqualTo(TrialState.RUNNING);
      }
    }
    try (Ledger broken = ledger("broken")) {
      assertThat(search(Mock.runner(strategy, 25, broken))).isEqualTo(whole);
      assertThat(seen).hasSize(24);
    }
  }

  @Test
  void fourWorkersRunAtOnceAndEveryResultIsKept() {
    CyclicBarrier four = new CyclicBarrier(4);
    try (Ledger ledger = ledger("four")) {
      TrialRunner<Settings> runner =
          Mock.runner(Strategy.BAYES, 40, ledger)
              .setObjective(
                  trial -> {
                    four.await(60, TimeUnit.SECONDS);
                    return Mock.cost(trial.candidate());
                  })
              .optWorkers(4)
              .build();
      runner.execute();
      assertThat(runner.numCandidatesCompleted()).isEqualTo(40);
      assertThat(runner.getResults()).hasSize(40);
      assertThat(runner.getCandidateStatus()).hasSize(40);
    }
    try (Ledger again = ledger("four")) {
      assertThat(again.trials()).hasSize(40).allMatch(trial -> trial.score() != null);
    }
  }

  @Test
  void aTrialThatFailsIsTriedOnceMoreAndNeverEndsTheSearch() {
    Set<Integer> failedOnce = ConcurrentHashMap.newKeySet();
    try (Ledger ledger = ledger("failing")) {
      TrialRunner<Settings> runner =
          Mock.runner(Strategy.BAYES, 12, ledger)
              .setObjective(
                  trial -> {
                    switch (trial.number() % 4) {
                      case 0 -> throw new OutOfMemoryError("too\nlarge");
                      case 1 -> throw new UserError("these settings make no model");
                      case 2 -> {
                        if (failedOnce.add(trial.number())) {
                          throw new IllegalStateException("by chance");
                        }
                      }
                      default -> {}
                    }
                    return trial.number() == 3 ? Double.NaN : Mock.cost(trial.candidate());
                  })
              .build();
      runner.execute();
      List<TrialRecord> trials = ledger.trials();
      assertThat(trials).hasSize(12);
      assertThat(trials.get(0).state()).isEqualTo(TrialState.FAILED);
      assertThat(trials.get(0).cause()).isEqualTo("java.lang.OutOfMemoryError: too large");
      assertThat(trials.get(0).attempts()).isEqualTo(2);
      assertThat(trials.get(1).cause()).isEqualTo("these settings make no model");
      assertThat(trials.get(1).attempts()).isEqualTo(1);
      assertThat(trials.get(2).state()).isEqualTo(TrialState.FINISHED);
      assertThat(trials.get(2).attempts()).isEqualTo(2);
      assertThat(trials.get(3).cause()).isEqualTo("its score is NaN");
      assertThat(runner.numCandidatesFailed()).isEqualTo(7);
    }
  }

  /** Arbiter's own runner polls an empty grid for ever. */
  @Test
  void aGridEnds() {
    OptimizationConfiguration configuration =
        new OptimizationConfiguration.Builder()
            .candidateGenerator(
                new GridSearchCandidateGenerator(
                    new IntegerParameterSpace(1, 5),
                    5,
                    GridSearchCandidateGenerator.Mode.Sequential,
                    null))
            .scoreFunction(new Direction(false))
            .terminationConditions(new MaxCandidatesCondition(1_000))
            .build();
    try (Ledger ledger = ledger("grid")) {
      TrialRunner<Integer> runner =
          TrialRunner.<Integer>builder()
              .setConfiguration(configuration)
              .setObjective(trial -> trial.candidate())
              .setLedger(ledger)
              .optWorkers(2)
              .build();
      runner.execute();
      assertThat(runner.numCandidatesCompleted()).isEqualTo(5);
      assertThat(runner.bestScore()).isEqualTo(5);
      assertThat(runner.bestScoreCandidateIndex()).isEqualTo(4);
    }
  }

  /** A space that makes nothing; Arbiter's own runner asks it for ever. */
  private static final class Broken extends ContinuousParameterSpace {
    Broken() {
      super(0, 1);
    }

    @Override
    public Double getValue(double[] at) {
      throw new IllegalStateException("there is no such model");
    }
  }

  @Test
  void aGeneratorThatAlwaysThrowsEndsTheSearch() {
    OptimizationConfiguration configuration =
        new OptimizationConfiguration.Builder()
            .candidateGenerator(new RandomSearchGenerator(new Broken()))
            .scoreFunction(new Direction(true))
            .terminationConditions(new MaxCandidatesCondition(1_000))
            .build();
    try (Ledger ledger = ledger("broken")) {
      TrialRunner<Double> runner =
          TrialRunner.<Double>builder()
              .setConfiguration(configuration)
              .setObjective(trial -> trial.candidate())
              .setLedger(ledger)
              .build();
      assertThatThrownBy(runner::execute)
          .isInstanceOf(UserError.class)
          .hasMessageContaining("there is no such model");
      assertThat(runner.numCandidatesFailed()).isEqualTo(100);
    }
  }

  @Test
  void conditionsEndTheSearch() {
    try (Ledger reached = ledger("reached");
        Ledger stale = ledger("stale");
        Ledger late = ledger("late")) {
      List<TrialRecord> good =
          search(
              Mock.runner(Strategy.RANDOM, 1, reached)
                  .setConfiguration(
                      Mock.configuration(Strategy.RANDOM, 7, new ScoreReached(0.05))));
      assertThat(good.get(good.size() - 1).score()).isLessThanOrEqualTo(0.05);
      assertThat(good.subList(0, good.size() - 1)).allMatch(trial -> trial.score() > 0.05);

      List<TrialRecord> all =
          search(
              Mock.runner(Strategy.RANDOM, 1, stale)
                  .setConfiguration(Mock.configuration(Strategy.RANDOM, 7, new NoImprovement(6))));
      assertThat(all).hasSize(Best.of(all, true).number() + 7);

      assertThat(
              search(
                  Mock.runner(Strategy.RANDOM, 1, late)
                      .setConfiguration(
                          Mock.configuration(
                              Strategy.RANDOM, 7, new MaxTimeCondition(0, TimeUnit.SECONDS)))))
          .isEmpty();
    }
  }

  @Test
  void hopelessTrialsEndEarly() {
    try (Ledger ledger = ledger("pruned")) {
      List<Integer> steps = new ArrayList<>();
      List<TrialRecord> trials =
          search(
              Mock.runner(Strategy.RANDOM, 20, ledger)
                  .setObjective(
                      trial -> {
                        for (int step = 0; step < 10; step++) {
                          steps.add(trial.number());
                          trial.tell(step, Mock.cost(trial.candidate()) + 1.0 / (step + 1));
                        }
                        return Mock.cost(trial.candidate());
                      })
                  .optPruner(new MedianPruner(4, 2)));
      assertThat(trials.subList(0, 4)).allMatch(trial -> trial.state() == TrialState.FINISHED);
      List<TrialRecord> pruned =
          trials.stream().filter(trial -> trial.state() == TrialState.PRUNED).toList();
      assertThat(pruned).hasSizeGreaterThan(4).allMatch(trial -> trial.steps().size() == 3);
      assertThat(pruned).allMatch(trial -> trial.score().equals(trial.steps().get(2)));
      assertThat(steps).hasSizeLessThan(150);
      double best =
          trials.stream().mapToDouble(trial -> cost(trial.settings())).min().getAsDouble();
      assertThat(Best.of(trials, true).score()).isEqualTo(best);
    }
  }

  private static double cost(String settings) {
    java.util.Map<String, String> values = new java.util.LinkedHashMap<>();
    for (String one : settings.split(" ", -1)) {
      values.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
    }
    return Mock.cost(new Settings(values));
  }

  @Test
  void aListenerThatThrowsIsToldNoMore() {
    List<Integer> told = new ArrayList<>();
    try (Ledger ledger = ledger("listener")) {
      assertThat(
              search(
                  Mock.runner(Strategy.RANDOM, 5, ledger)
                      .optListener(
                          new SearchListener() {
                            @Override
                            public void ended(TrialRecord trial) {
                              told.add(trial.number());
                              throw new IllegalStateException("defect");
                            }
                          })))
          .hasSize(5);
    }
    assertThat(told).containsExactly(0);
  }

  @Test
  void anotherSearchsLedgerIsRefused() {
    try (Ledger ledger = ledger("one")) {
      search(Mock.runner(Strategy.RANDOM, 3, ledger));
    }
    try (Ledger ledger = ledger("one")) {
      assertThatThrownBy(Mock.runner(Strategy.BAYES, 3, ledger).build()::execute)
          .isInstanceOf(UserError.class)
          .hasMessageContaining("another search")
          .hasMessageContaining("--overwrite");
    }
  }
}
