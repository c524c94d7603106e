package io.github.dl4jattention.zoo.evaluation;

import io.github.dl4jattention.zoo.evaluation.measure.Bleu;
import io.github.dl4jattention.zoo.evaluation.measure.BleuScore;
import io.github.dl4jattention.zoo.evaluation.measure.Chrf;
import java.util.List;

/**
 * What outputs are worth beside references, as texts for people.
 *
 * @param bleu BLEU
 * @param chrf chrF, from 0 to 100
 * @param exactMatch share of the outputs that are one of their references, to the character
 */
public record TextScores(BleuScore bleu, double chrf, double exactMatch) {
  /**
   * Compares texts.
   *
   * @param outputs at least one
   * @param references as many a corpus, at least one corpus
   * @param bleu how BLEU counts
   * @return the scores
   * @throws IllegalArgumentException if there is nothing, or the numbers do not agree
   */
  public static TextScores of(List<String> outputs, List<List<String>> references, Bleu bleu) {
    BleuScore score = bleu.corpus(outputs, references);
    int exact = 0;
    for (int i = 0; i < outputs.size(); i++) {
      int number = i;
      exact += references.stream().anyMatch(r -> r.get(number).equals(outputs.get(number))) ? 1 : 0;
    }
    return new TextScores(
        score, Chrf.CHRF2.corpus(outputs, references), (double) exact / outputs.size());
  }
}
