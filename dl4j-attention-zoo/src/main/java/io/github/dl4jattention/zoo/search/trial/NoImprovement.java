package io.github.dl4jattention.zoo.search.trial;

import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;

/**
 * Ends a search that has not become better for some trials.
 *
 * @param trials ended ones after the best
 */
public record NoImprovement(int trials) implements TerminationCondition {
  /**
   * Checks the number.
   *
   * @param trials at least 1
   */
  public NoImprovement {
    if (trials < 1) {
      throw new IllegalArgumentException("there must be a trial to wait for; got " + trials);
    }
  }

  @Override
  public void initialize(IOptimizationRunner runner) {
    // It has no state: the runner knows all trials, those before a break too.
  }

  @Override
  public boolean terminate(IOptimizationRunner runner) {
    int best = runner.bestScoreCandidateIndex();
    if (best < 0) {
      return false;
    }
    long later =
        runner.getCandidateStatus().stream()
            .filter(trial -> trial.getIndex() > best && isOver(trial))
            .count();
    return later >= trials;
  }

  private static boolean isOver(CandidateInfo trial) {
    CandidateStatus status = trial.getCandidateStatus();
    return status != CandidateStatus.Running && status != CandidateStatus.Created;
  }
}
