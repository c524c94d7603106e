package io.github.dl4jattention.zoo.classification;

import java.util.List;

/**
 * What a model says of a text.
 *
 * @param text the text
 * @param words what something is said of: the text itself, or each of its words
 * @param labels the most probable class of each
 * @param probabilities {@code [word][class]}, in the order of the model's classes
 */
@SuppressWarnings("ArrayRecordComponent") // Carried to who shows it, never compared.
public record Classification(
    String text, List<String> words, List<String> labels, float[][] probabilities) {
  /**
   * The class, or the classes of all words, with spaces between.
   *
   * @return one line
   */
  public String label() {
    return String.join(" ", labels);
  }
}
