package io.github.dl4jattention.zoo.dates;

import io.github.dl4jattention.zoo.data.Pair;
import java.util.List;

/**
 * Pairs to train on and pairs held out to measure with. No written date occurs twice, neither in a
 * list nor across the two, and so no pair does; one day may occur in both lists, written otherwise.
 *
 * @param training the pairs to train on
 * @param heldOut the pairs to measure with
 */
public record DateSet(List<Pair> training, List<Pair> heldOut) {

  /**
   * Makes a set from copies of the lists.
   *
   * @param training the pairs to train on
   * @param heldOut the pairs to measure with
   */
  public DateSet {
    training = List.copyOf(training);
    heldOut = List.copyOf(heldOut);
  }
}
