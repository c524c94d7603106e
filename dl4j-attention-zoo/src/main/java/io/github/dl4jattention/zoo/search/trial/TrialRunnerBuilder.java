package io.github.dl4jattention.zoo.search.trial;

import io.github.dl4jattention.zoo.search.pruning.Pruner;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;

/**
 * Builds a {@link TrialRunner}.
 *
 * @param <C> what the space's candidates are
 */
public final class TrialRunnerBuilder<C> {
  OptimizationConfiguration configuration;
  Objective<C> objective;
  Ledger ledger;
  int workers = 1;
  Pruner pruner = Pruner.NONE;
  String description = "";
  final List<SearchListener> listeners = new ArrayList<>();

  TrialRunnerBuilder() {}

  /**
   * Arbiter's configuration, with a generator, a score function, conditions that end the search,
   * and a seed. Of the score function only its direction is used.
   *
   * @param value the configuration
   * @return this
   */
  public TrialRunnerBuilder<C> setConfiguration(OptimizationConfiguration value) {
    configuration = value;
    return this;
  }

  /**
   * What runs a trial.
   *
   * @param value called by as many threads as there are workers
   * @return this
   */
  public TrialRunnerBuilder<C> setObjective(Objective<C> value) {
    objective = value;
    return this;
  }

  /**
   * Where trials are kept.
   *
   * @param value an open ledger, which the runner does not close
   * @return this
   */
  public TrialRunnerBuilder<C> setLedger(Ledger value) {
    ledger = value;
    return this;
  }

  /**
   * How many trials run at a time; one if not given.
   *
   * @param value at least 1
   * @return this
   */
  public TrialRunnerBuilder<C> optWorkers(int value) {
    workers = value;
    return this;
  }

  /**
   * What ends hopeless trials; nothing if not given.
   *
   * @param value the pruner
   * @return this
   */
  public TrialRunnerBuilder<C> optPruner(Pruner value) {
    pruner = value;
    return this;
  }

  /**
   * What else makes this search the one it is, such as its data; nothing if not given.
   *
   * @param value goes to the ledger: a search that goes on must give the same
   * @return this
   */
  public TrialRunnerBuilder<C> optDescription(String value) {
    description = value;
    return this;
  }

  /**
   * One more observer.
   *
   * @param value told of each event
   * @return this
   */
  public TrialRunnerBuilder<C> optListener(SearchListener value) {
    listeners.add(value);
    return this;
  }

  /**
   * The runner.
   *
   * @return it
   * @throws IllegalArgumentException if something required is missing or there is no worker
   */
  public TrialRunner<C> build() {
    if (configuration == null || objective == null || ledger == null) {
      throw new IllegalArgumentException(
          "setConfiguration, setObjective and setLedger are required");
    }
    if (workers < 1) {
      throw new IllegalArgumentException("there must be a worker; got " + workers);
    }
    return new TrialRunner<>(this);
  }
}
