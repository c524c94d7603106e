package io.github.dl4jattention.zoo.search.trial;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of a trial.
 *
 * @param number from 0, in the order of their starts
 * @param coordinates the candidate's, each from 0 to 1
 * @param settings what it tried, in words
 * @param state where it stands
 * @param attempts how often it was started without being killed: a failed one is tried again
 * @param score its score; null if it has none
 * @param cause why it failed; null if it did not
 * @param steps the scores it told on its way, by step
 * @param seconds it took, over all attempts
 */
public record TrialRecord(
    int number,
    List<Double> coordinates,
    String settings,
    TrialState state,
    int attempts,
    Double score,
    String cause,
    Map<Integer, Double> steps,
    double seconds) {
  /**
   * Copies arrays and maps.
   *
   * @param number from 0
   * @param coordinates the candidate's
   * @param settings what it tried
   * @param state where it stands
   * @param attempts how often it was started
   * @param score its score or null
   * @param cause why it failed or null
   * @param steps scores by step
   * @param seconds it took
   */
  public TrialRecord {
    coordinates = List.copyOf(coordinates);
    steps = Collections.unmodifiableMap(new TreeMap<>(steps));
  }

  static TrialRecord started(int number, List<Double> coordinates, String settings) {
    return new TrialRecord(
        number, coordinates, settings, TrialState.RUNNING, 0, null, null, Map.of(), 0);
  }

  /**
   * Its place in the space.
   *
   * @return the coordinates, as Arbiter's spaces take them
   */
  public double[] point() {
    return coordinates.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * The newest score that it told on its way.
   *
   * @return null if it told none
   */
  public Double lastTold() {
    return steps.isEmpty() ? null : new TreeMap<>(steps).lastEntry().getValue();
  }

  TrialRecord withStep(int step, double value) {
    Map<Integer, Double> more = new TreeMap<>(steps);
    more.put(step, value);
    return new TrialRecord(
        number, coordinates, settings, state, attempts, score, cause, more, seconds);
  }

  /** It begins anew: what it told before is void. */
  TrialRecord again() {
    return new TrialRecord(
        number,
        coordinates,
        settings,
        TrialState.RUNNING,
        attempts,
        null,
        cause,
        Map.of(),
        seconds);
  }

  TrialRecord ended(TrialState how, Double result, String why, double more) {
    return new TrialRecord(
        number, coordinates, settings, how, attempts + 1, result, why, steps, seconds + more);
  }
}
