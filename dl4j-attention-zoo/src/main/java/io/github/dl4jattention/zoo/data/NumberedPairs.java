package io.github.dl4jattention.zoo.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Pairs that know which lines they are of, for messages.
 *
 * @param pairs the pairs
 * @param lines the line of each, from 1
 * @param origin where they come from
 */
public record NumberedPairs(List<Pair> pairs, List<Integer> lines, String origin) {
  /**
   * Checks that each pair has a line.
   *
   * @param pairs the pairs
   * @param lines as many
   * @param origin where they come from
   * @throws IllegalArgumentException if they are not as many
   */
  public NumberedPairs {
    if (pairs.size() != lines.size()) {
      throw new IllegalArgumentException(
          "%d pairs have %d lines".formatted(pairs.size(), lines.size()));
    }
    pairs = List.copyOf(pairs);
    lines = List.copyOf(lines);
  }

  /**
   * All pairs of a file.
   *
   * @param pairs in the file's order
   * @param origin the file
   * @return pairs numbered from 1
   */
  public static NumberedPairs all(List<Pair> pairs, String origin) {
    return new NumberedPairs(
        pairs, IntStream.rangeClosed(1, pairs.size()).boxed().toList(), origin);
  }
}
