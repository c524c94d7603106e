package io.github.dl4jattention.zoo.data;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A pair as numbers.
 *
 * @param source the source's tokens, then {@link Vocabulary#END}
 * @param target the target's tokens, then {@link Vocabulary#END}; or classes to be told
 */
@SuppressWarnings("ArrayRecordComponent") // Compared nowhere; arrays keep 50,000 pairs small.
public record EncodedPair(int[] source, int[] target) {
  /** In a target of classes of tokens: there is none to be told here. */
  public static final int NOT_ASKED = -1;

  /**
   * How many symbols of the target are to be told.
   *
   * @return all but {@link #NOT_ASKED}
   */
  public int symbols() {
    int count = 0;
    for (int symbol : target) {
      count += symbol == NOT_ASKED ? 0 : 1;
    }
    return count;
  }

  /**
   * Encodes pairs.
   *
   * @param pairs the pairs
   * @param sources codec of the sources
   * @param targets codec of the targets
   * @param origin where the pairs come from, for messages; pair i is its line i + 1
   * @return the pairs as numbers, in the same order
   * @throws UserError if a pair has a token that its vocabulary lacks and has no number for
   */
  public static List<EncodedPair> encode(
      List<Pair> pairs, TextCodec sources, TextCodec targets, String origin) {
    List<EncodedPair> encoded = new ArrayList<>(pairs.size());
    for (Pair pair : pairs) {
      try {
        encoded.add(of(pair, sources, targets));
      } catch (Vocabulary.UnknownPieceException e) {
        throw unknown(origin, encoded.size() + 1, e);
      }
    }
    return encoded;
  }

  /** One pair. */
  static EncodedPair of(Pair pair, TextCodec sources, TextCodec targets) {
    return new EncodedPair(
        withEnd(sources.encode(pair.source())), withEnd(targets.encode(pair.target())));
  }

  static UserError unknown(String origin, int line, Vocabulary.UnknownPieceException e) {
    return new UserError(
        "%s line %d has a %s: take it out, or train on data that have it"
            .formatted(origin, line, e.getMessage()),
        e);
  }

  /**
   * Appends the end symbol.
   *
   * @param tokens numbers
   * @return one more
   */
  public static int[] withEnd(int[] tokens) {
    int[] result = Arrays.copyOf(tokens, tokens.length + 1);
    result[tokens.length] = Vocabulary.END;
    return result;
  }
}
