package io.github.dl4jattention.zoo.search.trial;

/**
 * A trial, as its {@link Objective} sees it.
 *
 * @param <C> what the space's candidates are
 */
public final class Trial<C> {
  private final int number;
  private final C candidate;
  private final TrialRunner<C> runner;

  Trial(int number, C candidate, TrialRunner<C> runner) {
    this.number = number;
    this.candidate = candidate;
    this.runner = runner;
  }

  /**
   * Its number.
   *
   * @return from 0
   */
  public int number() {
    return number;
  }

  /**
   * What to try.
   *
   * @return the candidate
   */
  public C candidate() {
    return candidate;
  }

  /**
   * Tells a score on the way. It goes to the ledger; if the pruner sees no hope, or the search is
   * told to end, the trial ends here.
   *
   * @param step from 0, each above the one before, such as an epoch
   * @param score so far
   * @throws TrialEnded to be passed on
   */
  public void tell(int step, double score) {
    runner.told(number, step, score);
  }

  /**
   * What an objective throws if the trial was ended from elsewhere, as by Ctrl-C: it is not
   * counted, and runs again when the search goes on.
   *
   * @return to be thrown
   */
  public TrialEnded stopped() {
    return new TrialEnded(false);
  }
}
