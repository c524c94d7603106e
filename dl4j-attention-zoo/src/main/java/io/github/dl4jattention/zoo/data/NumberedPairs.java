package io.github.dl4jattention.zoo.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Pairs that know which lines they are of, for messages.
 *
 * @param pairs the pairs
 * @param lines the line of each, from 1
 * @param origin where they come from
 * @param kind what they are called in messages
 * @param part which part of all they are, in words that follow the kind; empty if they are all
 */
public record NumberedPairs(
    List<Pair> pairs, List<Integer> lines, String origin, Kind kind, String part) {
  /** What lines are. */
  public enum Kind {
    /** A source and a target, of which both may be too long. */
    PAIRS("pairs", " on a side"),
    /** A text, and what may be told of it. */
    TEXTS("texts", "");

    private final String plural;
    private final String side;

    Kind(String plural, String side) {
      this.plural = plural;
      this.side = side;
    }

    /** Where such a line has its tokens, in words that follow them. */
    String side() {
      return side;
    }

    /** The plural, as messages have it. */
    @Override
    public String toString() {
      return plural;
    }
  }

  /**
   * Checks that each pair has a line.
   *
   * @param pairs the pairs
   * @param lines as many
   * @param origin where they come from
   * @param kind what they are called in messages
   * @param part which part of all they are; empty if they are all
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
    return all(pairs, origin, Kind.PAIRS);
  }

  /**
   * All lines of a file.
   *
   * @param pairs in the file's order
   * @param origin the file
   * @param kind what they are called in messages
   * @return pairs numbered from 1
   */
  public static NumberedPairs all(List<Pair> pairs, String origin, Kind kind) {
    return new NumberedPairs(
        pairs, IntStream.rangeClosed(1, pairs.size()).boxed().toList(), origin, kind, "");
  }
}
