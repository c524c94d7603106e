package io.github.dl4jattention.zoo.search.pruning;

import java.util.List;
import java.util.Map;

/** Tells which trials are not worth going on with. */
@FunctionalInterface
public interface Pruner {
  /** Goes on with every trial. */
  Pruner NONE = (step, scores, others) -> false;

  /**
   * Looks at a trial that has told a score.
   *
   * @param step it told it at
   * @param scores of the trial, by step; lower is better
   * @param others scores of all other trials so far, those that run and those that were ended early
   *     too, by step; lower is better
   * @return whether the trial is to end
   */
  boolean isHopeless(int step, Map<Integer, Double> scores, List<Map<Integer, Double>> others);
}
