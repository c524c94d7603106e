package io.github.dl4jattention.zoo.search.trial;

import io.github.dl4jattention.zoo.search.space.Hyperparameter;
import io.github.dl4jattention.zoo.search.space.Range;
import io.github.dl4jattention.zoo.search.space.SearchSpace;
import io.github.dl4jattention.zoo.search.space.Settings;
import io.github.dl4jattention.zoo.search.strategy.Strategy;
import java.util.List;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;

/** A search that costs nothing. */
final class Mock {
  private Mock() {}

  static SearchSpace space() {
    return new SearchSpace(
        List.of(
            new Hyperparameter("x", new Range.Real(0, 1, false)),
            new Hyperparameter("y", new Range.Real(0, 1, false)),
            new Hyperparameter("kind", new Range.Choice(List.of("a", "b", "c")))));
  }

  /** Least, 0, at x = 0.3, y = 0.6, b. */
  static double cost(Settings settings) {
    double x = Double.parseDouble(settings.values().get("x")) - 0.3;
    double y = Double.parseDouble(settings.values().get("y")) - 0.6;
    return x * x + y * y + (settings.values().get("kind").equals("b") ? 0 : 0.1);
  }

  static OptimizationConfiguration configuration(
      Strategy strategy, long seed, TerminationCondition... ends) {
    Direction less = new Direction(true);
    return new OptimizationConfiguration.Builder()
        .candidateGenerator(strategy.generator(space(), less))
        .scoreFunction(less)
        .terminationConditions(ends)
        .rngSeed(seed)
        .build();
  }

  static TrialRunnerBuilder<Settings> runner(Strategy strategy, int trials, Ledger ledger) {
    return TrialRunner.<Settings>builder()
        .setConfiguration(configuration(strategy, 7, new MaxCandidatesCondition(trials)))
        .setObjective(trial -> cost(trial.candidate()))
        .setLedger(ledger);
  }
}
