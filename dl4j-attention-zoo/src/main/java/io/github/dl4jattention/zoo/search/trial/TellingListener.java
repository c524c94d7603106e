package io.github.dl4jattention.zoo.search.trial;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/**
 * Tells a trial the loss of a network while it trains, so that the pruner may end it: for
 * objectives that call DL4J's {@code fit}.
 *
 * <pre>{@code
 * Objective<GraphConfiguration> objective = trial -> {
 *   ComputationGraph graph = new ComputationGraph(trial.candidate().getConfiguration());
 *   graph.init();
 *   graph.setListeners(new TellingListener(trial, 100));
 *   graph.fit(training, 10);
 *   return graph.score(validation);
 * };
 * }</pre>
 */
public final class TellingListener extends BaseTrainingListener {
  private final Trial<?> trial;
  private final int every;
  private double sum;
  private int iterations;

  /**
   * Listens for a trial.
   *
   * @param trial what to tell
   * @param every so many iterations; their mean loss is told, as one step
   */
  public TellingListener(Trial<?> trial, int every) {
    if (every < 1) {
      throw new IllegalArgumentException("every must be at least 1; got " + every);
    }
    this.trial = trial;
    this.every = every;
  }

  /** Throws {@link TrialEnded} if the trial has no hope, which ends {@code fit}. */
  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    sum += model.score();
    iterations++;
    if (iterations % every == 0) {
      double mean = sum / every;
      sum = 0;
      trial.tell(iterations / every - 1, mean);
    }
  }
}
