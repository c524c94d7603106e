package io.github.dl4jattention.zoo.evaluation.measure;

import java.util.List;

/** Several translations of a whole corpus, turned to several of each sentence. */
final class References {
  private References() {}

  /**
   * The references of one sentence.
   *
   * @param references each a translation of the whole corpus
   * @param sentence which one, from 0
   */
  static List<String> of(List<List<String>> references, int sentence) {
    return references.stream().map(translation -> translation.get(sentence)).toList();
  }

  /**
   * Refuses what does not fit together.
   *
   * @throws IllegalArgumentException if there is no sentence or no reference, or one has another
   *     number of sentences
   */
  static void check(List<String> outputs, List<List<String>> references) {
    if (outputs.isEmpty() || references.isEmpty()) {
      throw new IllegalArgumentException(
          "there are %d outputs and %d references: give at least one of each"
              .formatted(outputs.size(), references.size()));
    }
    for (int i = 0; i < references.size(); i++) {
      if (references.get(i).size() != outputs.size()) {
        throw new IllegalArgumentException(
            "reference %d has %d sentences, but there are %d outputs: give one for each"
                .formatted(i + 1, references.get(i).size(), outputs.size()));
      }
    }
  }
}
