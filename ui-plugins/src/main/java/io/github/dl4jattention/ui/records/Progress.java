package io.github.dl4jattention.ui.records;

import java.io.Serializable;

/**
 * How far a training was.
 *
 * @param iteration updates made
 * @param epoch passes over the data, as the training counts them
 * @param time milliseconds since 1970
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // It is for Javadoc: nested records, too.
public record Progress(int iteration, int epoch, long time) implements Serializable {
  /**
   * A point of a training.
   *
   * @param iteration updates made, at least 0
   * @param epoch passes over the data, at least 0
   * @param time milliseconds since 1970
   * @throws IllegalArgumentException if one of the first two is negative
   */
  public Progress {
    Limits.number(iteration, 0, Integer.MAX_VALUE, "the iteration");
    Limits.number(epoch, 0, Integer.MAX_VALUE, "the epoch");
  }

  static Progress read(RecordInput in) {
    return new Progress(
        in.number(0, Integer.MAX_VALUE, "iteration"),
        in.number(0, Integer.MAX_VALUE, "epoch"),
        in.time());
  }

  void write(RecordOutput out) {
    out.number(iteration);
    out.number(epoch);
    out.number(time);
  }
}
