package io.github.dl4jattention.zoo.captions;

import io.github.dl4jattention.zoo.evaluation.measure.Bleu;
import io.github.dl4jattention.zoo.evaluation.measure.BleuTokens;
import io.github.dl4jattention.zoo.evaluation.measure.Smoothing;
import java.util.Locale;

/** What captions are written in: words of small letters, and nothing else. */
public final class CaptionText {
  private CaptionText() {}

  /**
   * A caption as models learn and measures count it: in small letters, without punctuation, one
   * space between words. As the splits that the field compares on have it (Karpathy and Fei-Fei
   * 2015), punctuation falls out of words: {@code a T-shirt.} is {@code a tshirt}.
   *
   * @param text any caption
   * @return words; empty if it has none
   */
  public static String normalized(String text) {
    return text.toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}\\s]", "")
        .strip()
        .replaceAll("\\s+", " ");
  }

  /**
   * BLEU of such captions, as papers on captions have it: by their words, without smoothing.
   *
   * @return the measure
   */
  public static Bleu bleu() {
    return Bleu.builder().optTokens(BleuTokens.NONE).optSmoothing(Smoothing.NONE).build();
  }
}
