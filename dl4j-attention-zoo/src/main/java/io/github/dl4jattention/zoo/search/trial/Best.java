package io.github.dl4jattention.zoo.search.trial;

import java.util.Comparator;
import java.util.List;

/** Which trial is the best. */
public final class Best {
  private Best() {}

  /**
   * The best of some trials: of equal ones the first.
   *
   * @param trials any; those that did not finish do not count
   * @param minimize whether lower scores are better
   * @return null if none has finished
   */
  public static TrialRecord of(List<TrialRecord> trials, boolean minimize) {
    Comparator<TrialRecord> byScore = Comparator.comparingDouble(TrialRecord::score);
    return trials.stream()
        .filter(trial -> trial.state() == TrialState.FINISHED)
        .min((minimize ? byScore : byScore.reversed()).thenComparingInt(TrialRecord::number))
        .orElse(null);
  }
}
