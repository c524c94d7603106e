package io.github.dl4jattention.zoo.search.trial;

import io.github.dl4jattention.zoo.UserError;

/**
 * What became of an attempt at a trial.
 *
 * @param state FINISHED, PRUNED, FAILED; RUNNING if the search ended it
 * @param score of a finished one
 * @param cause of a failed one
 * @param isWorthRepeating whether another attempt may end otherwise
 * @param seconds it took
 */
record Outcome(
    int trial,
    TrialState state,
    Double score,
    String cause,
    boolean isWorthRepeating,
    double seconds) {
  private static final int LONGEST = 500;

  /** Runs an objective; whatever it throws is an outcome. */
  static <C> Outcome of(Objective<C> objective, Trial<C> trial) {
    long start = System.nanoTime();
    try {
      double score = objective.run(trial);
      if (!Double.isFinite(score)) {
        return failed(trial, "its score is " + score, true, start);
      }
      return new Outcome(trial.number(), TrialState.FINISHED, score, null, false, seconds(start));
    } catch (TrialEnded e) {
      TrialState state = e.isPruned() ? TrialState.PRUNED : TrialState.RUNNING;
      return new Outcome(trial.number(), state, null, null, false, seconds(start));
    } catch (UserError e) {
      return failed(trial, e.getMessage(), false, start);
    } catch (Throwable e) {
      // Errors too: a trial that is too large for the memory must not end the search.
      return failed(trial, e.toString(), true, start);
    }
  }

  private static Outcome failed(
      Trial<?> trial, String cause, boolean isWorthRepeating, long start) {
    return new Outcome(
        trial.number(), TrialState.FAILED, null, line(cause), isWorthRepeating, seconds(start));
  }

  static String line(String cause) {
    String line = String.valueOf(cause).replaceAll("[\\s\\p{Cntrl}]+", " ");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
