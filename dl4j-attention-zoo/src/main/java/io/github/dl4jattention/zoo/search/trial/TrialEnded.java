package io.github.dl4jattention.zoo.search.trial;

/** A trial is to end now. Whoever runs it passes this on. */
public final class TrialEnded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whether it is hopeless; else the search ends. */
  private final boolean pruned;

  TrialEnded(boolean pruned) {
    super(pruned ? "there is no hope for the trial" : "the search ends", null, false, false);
    this.pruned = pruned;
  }

  /**
   * Why it ends.
   *
   * @return true if there is no hope for it, false if the whole search ends
   */
  public boolean isPruned() {
    return pruned;
  }
}
