package io.github.dl4jattention.zoo.encoders;

/**
 * Size of what a step of a network gives for one photo: {@code [channels, rows, columns]}.
 *
 * @param channels numbers at each place, at least 1
 * @param rows places from top to bottom, at least 1
 * @param columns places from left to right, at least 1
 */
public record FeatureMap(int channels, int rows, int columns) {
  /**
   * A size.
   *
   * @param channels at least 1
   * @param rows at least 1
   * @param columns at least 1
   * @throws IllegalArgumentException if one of them is less than 1
   */
  public FeatureMap {
    if (channels < 1 || rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "a feature map has at least one of each: %d channels, %d rows, %d columns"
              .formatted(channels, rows, columns));
    }
  }

  /**
   * Number of places.
   *
   * @return rows x columns
   */
  public int positions() {
    return Math.multiplyExact(rows, columns);
  }

  /**
   * Number of numbers.
   *
   * @return channels x rows x columns
   */
  public int length() {
    return Math.multiplyExact(channels, positions());
  }

  @Override
  public String toString() {
    return channels + " x " + rows + " x " + columns;
  }
}
