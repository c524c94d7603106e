package io.github.dl4jattention.zoo.data;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Pairs as numbers, without those that are too long, which are counted and named.
 *
 * @param pairs those that are left, in their order
 * @param texts the same as texts
 * @param tooLong lines of those left out, from 1
 * @param origin where they come from
 * @param kind what they are called in messages
 * @param limit most tokens of a side, without its end symbol
 */
public record EncodedPairs(
    List<EncodedPair> pairs,
    List<Pair> texts,
    List<Integer> tooLong,
    String origin,
    NumberedPairs.Kind kind,
    int limit) {
  private static final int NAMED = 10;
  private static final int LEAST_ALLOWANCE = 10;

  /**
   * Encodes pairs.
   *
   * @param numbered the pairs
   * @param sources codec of the sources
   * @param targets codec of the targets
   * @param limit most tokens of a side, without its end symbol
   * @return those of at most so many tokens a side
   * @throws UserError if none is left, or one has a token that its vocabulary lacks and has no
   *     number for
   */
  public static EncodedPairs encode(
      NumberedPairs numbered, TextCodec sources, TextCodec targets, int limit) {
    return encode(
        numbered, (pair, line) -> encoded(pair, sources, targets, numbered.origin(), line), limit);
  }

  /** Makes numbers of a pair. */
  @FunctionalInterface
  public interface PairEncoder {
    /**
     * Makes numbers of a pair.
     *
     * @param pair the pair
     * @param line its line, for messages
     * @return the pair as numbers
     * @throws UserError if that cannot be
     */
    EncodedPair encode(Pair pair, int line);
  }

  /**
   * Encodes pairs in a way of one's own.
   *
   * @param numbered the pairs
   * @param encoder makes numbers of them
   * @param limit most tokens of a side, without its start or end symbol
   * @return those of at most so many tokens a side
   * @throws UserError if none is left
   */
  public static EncodedPairs encode(NumberedPairs numbered, PairEncoder encoder, int limit) {
    List<EncodedPair> kept = new ArrayList<>();
    List<Pair> texts = new ArrayList<>();
    List<Integer> tooLong = new ArrayList<>();
    for (int i = 0; i < numbered.pairs().size(); i++) {
      Pair text = numbered.pairs().get(i);
      int line = numbered.lines().get(i);
      EncodedPair pair = encoder.encode(text, line);
      if (Math.max(pair.source().length, pair.target().length) - 1 > limit) {
        tooLong.add(line);
      } else {
        kept.add(pair);
        texts.add(text);
      }
    }
    if (kept.isEmpty()) {
      throw new UserError(
          "all %,d %s%s of %s have more than %d tokens%s: raise the training's --max-length"
              .formatted(
                  numbered.pairs().size(),
                  numbered.kind(),
                  numbered.part().isEmpty() ? "" : " " + numbered.part(),
                  numbered.origin(),
                  limit,
                  numbered.kind().side()));
    }
    return new EncodedPairs(
        kept, texts, List.copyOf(tooLong), numbered.origin(), numbered.kind(), limit);
  }

  private static EncodedPair encoded(
      Pair pair, TextCodec sources, TextCodec targets, String origin, int line) {
    try {
      return EncodedPair.of(pair, sources, targets);
    } catch (Vocabulary.UnknownPieceException e) {
      throw EncodedPair.unknown(origin, line, e);
    }
  }

  /**
   * Leaves out, of something else that has an element a line, what belongs to pairs left out.
   *
   * @param all an element for each line of the file, if the pairs were {@link NumberedPairs#all}
   * @param <T> of the elements
   * @return as many as there are pairs, in their order
   */
  public <T> List<T> kept(List<T> all) {
    Set<Integer> without = new HashSet<>(tooLong);
    return IntStream.range(0, all.size())
        .filter(i -> !without.contains(i + 1))
        .<T>mapToObj(all::get)
        .toList();
  }

  /**
   * How many tokens a target has at most beyond twice its source's, ends included, and at least
   * {@value #LEAST_ALLOWANCE}: a bound for outputs that would have cut none of these.
   *
   * @return tokens
   */
  public int lengthAllowance() {
    return pairs.stream()
        .mapToInt(pair -> pair.target().length - 2 * pair.source().length)
        .reduce(LEAST_ALLOWANCE, Math::max);
  }

  /**
   * What to tell users of the pairs left out, if those of a file are in two parts.
   *
   * @param other the other part, or pairs of another file
   * @return a line a file, none of a file without such pairs
   */
  public List<String> leftOut(EncodedPairs other) {
    // A file that is trained on and measured with has its lines in both.
    boolean parts = origin.equals(other.origin) && Collections.disjoint(tooLong, other.tooLong);
    return (parts ? Stream.of(and(other)) : Stream.of(this, other))
        .map(EncodedPairs::leftOut)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private EncodedPairs and(EncodedPairs other) {
    return new EncodedPairs(
        Stream.concat(pairs.stream(), other.pairs.stream()).toList(),
        Stream.concat(texts.stream(), other.texts.stream()).toList(),
        Stream.concat(tooLong.stream(), other.tooLong.stream()).sorted().toList(),
        origin,
        kind,
        limit);
  }

  /**
   * What to tell users of the pairs left out.
   *
   * @return one line; empty if there are none
   */
  public String leftOut() {
    if (tooLong.isEmpty()) {
      return "";
    }
    String lines =
        tooLong.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
    return "%,d of %,d %s of %s have more than %d tokens%s and are left out: line%s %s%s"
        .formatted(
            tooLong.size(),
            tooLong.size() + pairs.size(),
            kind,
            origin,
            limit,
            kind.side(),
            tooLong.size() == 1 ? "" : "s",
            lines,
            tooLong.size() > NAMED ? ", ..." : "");
  }
}
