package io.github.dl4jattention.zoo.search.trial;

/**
 * What a search makes small, or large.
 *
 * <pre>{@code
 * Objective<Settings> objective = trial -> {
 *   double loss = 0;
 *   for (int epoch = 0; epoch < 10; epoch++) {
 *     loss = trainOneEpoch(trial.candidate());
 *     trial.tell(epoch, loss); // may end the trial here
 *   }
 *   return loss;
 * };
 * }</pre>
 *
 * @param <C> what the space's candidates are
 */
@FunctionalInterface
public interface Objective<C> {
  /**
   * Runs a trial, on a thread of the search's.
   *
   * @param trial what to try
   * @return its score, measured on validation data
   * @throws Exception if it fails; the trial is tried once more, then counted as failed
   */
  double run(Trial<C> trial) throws Exception;
}
