package io.github.dl4jattention.zoo.evaluation.measure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often each run of n tokens occurs. */
final class NGrams {
  private NGrams() {}

  /**
   * Counts the runs of one order.
   *
   * @param tokens the tokens in order
   * @param n how many are a run
   */
  static Map<List<String>, Integer> count(List<String> tokens, int n) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int i = 0; i + n <= tokens.size(); i++) {
      counts.merge(tokens.subList(i, i + n), 1, Integer::sum);
    }
    return counts;
  }

  /** How many runs both have, each as often as the one has it that has it less often. */
  static int common(Map<List<String>, Integer> a, Map<List<String>, Integer> b) {
    int common = 0;
    for (Map.Entry<List<String>, Integer> entry : a.entrySet()) {
      common += Math.min(entry.getValue(), b.getOrDefault(entry.getKey(), 0));
    }
    return common;
  }

  /** How many runs there are. */
  static int total(Map<List<String>, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
