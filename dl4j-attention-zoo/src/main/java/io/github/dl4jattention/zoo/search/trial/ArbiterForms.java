package io.github.dl4jattention.zoo.search.trial;

import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultReference;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;

/** Trials in the forms in which Arbiter asks for them. */
final class ArbiterForms {
  private ArbiterForms() {}

  /** A result without a model. */
  record Kept(OptimizationResult result) implements ResultReference {
    @Override
    public OptimizationResult getResult() {
      return result;
    }

    @Override
    public Object getResultModel() {
      return null;
    }
  }

  static CandidateInfo info(TrialRecord trial) {
    CandidateStatus status =
        switch (trial.state()) {
          case RUNNING -> CandidateStatus.Running;
          case FINISHED -> CandidateStatus.Complete;
          case PRUNED -> CandidateStatus.Cancelled;
          case FAILED -> CandidateStatus.Failed;
        };
    return new CandidateInfo(
        trial.number(), status, trial.score(), 0, null, null, trial.point(), trial.cause());
  }
}
