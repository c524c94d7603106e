package io.github.dl4jattention.zoo.behaviours;

import io.github.dl4jattention.zoo.data.EncodedPair;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What next to no effort gives: areas under the curve of scores that nothing was learned for.
 *
 * @param popularity the score is how often the candidate is in all these users' behaviours
 * @param categoryCount how many of the user's behaviours are of the candidate's category
 * @param lastCategory whether the user's latest behaviour is
 */
public record BehaviourBaselines(double popularity, double categoryCount, double lastCategory) {
  /**
   * Measures them.
   *
   * @param pairs of the model's vocabulary
   * @param vocabulary the vocabulary
   * @return their areas under the curve
   */
  public static BehaviourBaselines of(List<EncodedPair> pairs, BehaviourVocabulary vocabulary) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (EncodedPair pair : pairs) {
      Arrays.stream(pair.source())
          .limit(pair.source().length - 1L)
          .forEach(number -> counts.merge(BehaviourNumbers.item(number), 1, Integer::sum));
    }
    return new BehaviourBaselines(
        area(pairs, pair -> counts.getOrDefault(BehaviourNumbers.item(candidate(pair)), 0)),
        area(
            pairs,
            pair ->
                Arrays.stream(pair.source())
                    .limit(pair.source().length - 1L)
                    .filter(number -> isAlike(number, candidate(pair), vocabulary))
                    .count()),
        area(
            pairs,
            pair -> {
              int latest = pair.source()[pair.source().length - 2];
              return isAlike(latest, candidate(pair), vocabulary) ? 1 : 0;
            }));
  }

  private static int candidate(EncodedPair pair) {
    return pair.source()[pair.source().length - 1];
  }

  private static boolean isAlike(int number, int candidate, BehaviourVocabulary vocabulary) {
    return vocabulary.categoryOf(BehaviourNumbers.item(number))
        == vocabulary.categoryOf(BehaviourNumbers.item(candidate));
  }

  private static double area(List<EncodedPair> pairs, ToDoubleFunction<EncodedPair> score) {
    return Ranking.areaUnderCurve(pairs.stream().mapToDouble(score).toArray(), Ranking.acts(pairs));
  }
}
