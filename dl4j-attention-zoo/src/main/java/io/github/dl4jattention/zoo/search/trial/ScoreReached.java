package io.github.dl4jattention.zoo.search.trial;

import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;

/**
 * Ends a search whose best score is good enough.
 *
 * @param score that is
 */
public record ScoreReached(double score) implements TerminationCondition {
  @Override
  public void initialize(IOptimizationRunner runner) {
    // It has no state.
  }

  @Override
  public boolean terminate(IOptimizationRunner runner) {
    Double best = runner.bestScore();
    if (best == null) {
      return false;
    }
    return runner.getConfiguration().getScoreFunction().minimize() ? best <= score : best >= score;
  }
}
