package io.github.dl4jattention.zoo.classification;

import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.model.EncoderTask;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Hides tokens of texts.
 *
 * <p>For masked language modelling a share of the tokens is to be told, at least one of a text: of
 * these four in five are hidden, one in ten is another token, and one in ten stays (Devlin et al.
 * 2019, 3.1). For classes tokens are dropped: they become unknown ones, which a training would not
 * see otherwise, or hidden ones.
 */
final class TokenHiding {
  private static final double STAYS = 0.1;
  private static final double OTHER = 0.2;

  private final double share;
  private final boolean asks;
  private final int dropped;
  private final int first;
  private final int vocabulary;
  private final SplittableRandom random;

  /**
   * A way of hiding.
   *
   * @param seed the same seed hides the same tokens
   */
  TokenHiding(ClassifierModel model, long seed) {
    share = model.settings().tokenDropout();
    asks = model.settings().task() == EncoderTask.HIDDEN_TOKENS;
    Vocabulary tokens = model.tokens().vocabulary();
    dropped = tokens.hasUnknown() ? Vocabulary.UNKNOWN : ClassifierModel.HIDDEN;
    first = tokens.first();
    vocabulary = tokens.size();
    random = new SplittableRandom(seed);
  }

  /** The same texts, some of their tokens hidden. */
  List<EncodedPair> hidden(List<EncodedPair> pairs) {
    return pairs.stream().map(pair -> asks ? asked(pair) : dropped(pair)).toList();
  }

  private EncodedPair dropped(EncodedPair pair) {
    int[] source = pair.source().clone();
    for (int t = 1; t < source.length; t++) {
      if (random.nextDouble() < share) {
        source[t] = dropped;
      }
    }
    return new EncodedPair(source, pair.target());
  }

  private EncodedPair asked(EncodedPair pair) {
    int[] source = pair.source().clone();
    int[] target = new int[source.length];
    Arrays.fill(target, EncodedPair.NOT_ASKED);
    int certain = 1 + random.nextInt(source.length - 1);
    for (int t = 1; t < source.length; t++) {
      // Drawn for all, so that what is hidden does not depend on which one is certain.
      boolean drawn = random.nextDouble() < share;
      if (drawn || t == certain) {
        target[t] = source[t];
        source[t] = instead(source[t]);
      }
    }
    return new EncodedPair(source, target);
  }

  private int instead(int token) {
    double draw = random.nextDouble();
    if (draw < STAYS) {
      return token;
    }
    return draw < OTHER ? first + random.nextInt(vocabulary - first) : ClassifierModel.HIDDEN;
  }
}
