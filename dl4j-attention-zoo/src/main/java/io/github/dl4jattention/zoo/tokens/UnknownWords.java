package io.github.dl4jattention.zoo.tokens;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts the source's own words in the place of unknown ones, as names and numbers are often the same
 * in both languages (Luong, Sutskever, Le, Vinyals and Zaremba, "Addressing the Rare Word Problem
 * in Neural Machine Translation", 2015; here the attention says where to look).
 */
public final class UnknownWords {
  private UnknownWords() {}

  /**
   * Replaces each {@link Vocabulary#UNKNOWN_PIECE} by the source's piece with the largest weight.
   *
   * @param target pieces of an output
   * @param source pieces of its source, unknown ones spelled out, as {@link TextCodec#split} gives
   * @param weights {@code [target piece][source piece]}; rows and columns may follow
   * @return the pieces of the output, as many as before
   */
  public static List<String> replaced(List<String> target, List<String> source, float[][] weights) {
    List<String> result = new ArrayList<>(target);
    for (int i = 0; i < result.size() && i < weights.length; i++) {
      if (result.get(i).equals(Vocabulary.UNKNOWN_PIECE)) {
        String word = mostAttended(source, weights[i]);
        result.set(i, word == null ? Vocabulary.UNKNOWN_PIECE : word);
      }
    }
    return result;
  }

  private static String mostAttended(List<String> source, float[] weights) {
    String best = null;
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < Math.min(source.size(), weights.length); i++) {
      String piece = source.get(i);
      if (weights[i] > most && !piece.equals(Spacing.JOIN) && !piece.equals(Spacing.SPACE)) {
        most = weights[i];
        best = piece;
      }
    }
    return best;
  }
}
