package io.github.dl4jattention.zoo.data;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Pairs as numbers, without those that are too long, which are counted and named.
 *
 * @param pairs those that are left, in their order
 * @param tooLong lines of those left out, from 1
 * @param origin where they come from
 * @param limit most tokens of a side, without its end symbol
 */
public record EncodedPairs(
    List<EncodedPair> pairs, List<Integer> tooLong, String origin, int limit) {
  private static final int NAMED = 10;

  /**
   * Encodes pairs.
   *
   * @param pairs the pairs
   * @param sources codec of the sources
   * @param targets codec of the targets
   * @param limit most tokens of a side, without its end symbol
   * @param origin where the pairs come from, for messages; pair i is its line i + 1
   * @return those of at most so many tokens a side
   * @throws UserError if none is left, or one has a token that its vocabulary lacks and has no
   *     number for
   */
  public static EncodedPairs encode(
      List<Pair> pairs, TextCodec sources, TextCodec targets, int limit, String origin) {
    List<EncodedPair> kept = new ArrayList<>();
    List<Integer> tooLong = new ArrayList<>();
    List<EncodedPair> all = EncodedPair.encode(pairs, sources, targets, origin);
    for (int i = 0; i < all.size(); i++) {
      EncodedPair pair = all.get(i);
      if (Math.max(pair.source().length, pair.target().length) - 1 > limit) {
        tooLong.add(i + 1);
      } else {
        kept.add(pair);
      }
    }
    if (kept.isEmpty()) {
      throw new UserError(
          "all %,d pairs of %s have more than %d tokens on a side: raise the limit"
              .formatted(all.size(), origin, limit));
    }
    return new EncodedPairs(kept, List.copyOf(tooLong), origin, limit);
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
    return "%,d of %,d pairs of %s have more than %d tokens on a side and are left out: line%s %s%s"
        .formatted(
            tooLong.size(),
            tooLong.size() + pairs.size(),
            origin,
            limit,
            tooLong.size() == 1 ? "" : "s",
            lines,
            tooLong.size() > NAMED ? ", ..." : "");
  }
}
