package io.github.dl4jattention.zoo.search.trial;

/** Where a trial stands. */
public enum TrialState {
  /** It was started, and has not ended: it runs, or ran when the search was killed. */
  RUNNING(false),
  /** It ended with a score. */
  FINISHED(true),
  /** It was ended early, as there was no hope for it; its score is the last it told. */
  PRUNED(true),
  /** It failed, and failed again. */
  FAILED(true);

  private final boolean end;

  TrialState(boolean end) {
    this.end = end;
  }

  /**
   * Whether the trial is over.
   *
   * @return true if it will not run again
   */
  public boolean isEnd() {
    return end;
  }
}
