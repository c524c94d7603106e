package io.github.dl4jattention.zoo.evaluation;

import io.github.dl4jattention.zoo.evaluation.measure.Bleu;
import io.github.dl4jattention.zoo.evaluation.measure.BleuTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * BLEU of short and of long sources apart: it tells whether a model loses its way in a long
 * sentence, as the first models without attention do (Bahdanau et al. 2014, figure 2).
 *
 * <pre>{@code
 * List<ScoresByLength> rows =
 *     ScoresByLength.of(sources, outputs, List.of(references), bleu, BleuTokens.V13A, List.of(8, 14));
 * rows.get(0).bleu(); // of sources of at most 8 tokens
 * }</pre>
 *
 * @param least fewest tokens of a source
 * @param most most tokens of a source; {@link Integer#MAX_VALUE} for the longest
 * @param examples how many sources have so many
 * @param bleu their BLEU; NaN if there is none
 */
public record ScoresByLength(int least, int most, int examples, double bleu) {
  /** Last lengths of all groups but the longest, unless told otherwise. */
  public static final List<Integer> BOUNDS = List.of(8, 11, 14, 18);

  /**
   * Measures each group of sources by itself.
   *
   * @param sources texts
   * @param outputs what became of them
   * @param references as many a corpus, at least one corpus
   * @param bleu how BLEU counts
   * @param tokens how sources are counted
   * @param bounds rising: most tokens of each group, behind which one more follows for all longer
   *     ones
   * @return a group each, the shortest first
   */
  public static List<ScoresByLength> of(
      List<String> sources,
      List<String> outputs,
      List<List<String>> references,
      Bleu bleu,
      BleuTokens tokens,
      List<Integer> bounds) {
    int[] lengths = sources.stream().mapToInt(text -> tokens.tokens(text).size()).toArray();
    List<ScoresByLength> groups = new ArrayList<>();
    for (int group = 0; group <= bounds.size(); group++) {
      int least = group == 0 ? 0 : bounds.get(group - 1) + 1;
      int most = group == bounds.size() ? Integer.MAX_VALUE : bounds.get(group);
      int[] numbers =
          IntStream.range(0, lengths.length)
              .filter(i -> lengths[i] >= least && lengths[i] <= most)
              .toArray();
      List<List<String>> parts = references.stream().map(all -> picked(all, numbers)).toList();
      double score =
          numbers.length == 0 ? Double.NaN : bleu.corpus(picked(outputs, numbers), parts).score();
      groups.add(new ScoresByLength(least, most, numbers.length, score));
    }
    return groups;
  }

  private static List<String> picked(List<String> all, int... numbers) {
    return IntStream.of(numbers).mapToObj(all::get).toList();
  }

  /**
   * Which lengths these are.
   *
   * @return such as {@code <= 8}, {@code 9-11}, {@code >= 19}
   */
  public String label() {
    if (most == Integer.MAX_VALUE) {
      return ">= " + least;
    }
    return least == 0 ? "<= " + most : least + "-" + most;
  }
}
