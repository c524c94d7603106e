package io.github.dl4jattention.zoo.search.strategy;

import io.github.dl4jattention.zoo.UserError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator;

/**
 * Arbiter's grid in an order drawn from the seed, so that a part of it is a fair sample of all. Of
 * candidates that are equal, as conditions make them, one is given.
 *
 * <p>Arbiter's own random order is drawn before a seed can be set.
 */
@SuppressWarnings("rawtypes") // Arbiter's interface has them.
public final class GridGenerator extends DistinctGenerator {
  /** Most points of a grid. */
  public static final int MAX_POINTS = 100_000;

  private final GridSearchCandidateGenerator grid;
  private long seed;
  private Deque<Candidate> order;

  /**
   * A grid over a space.
   *
   * @param space what to lay it over
   * @param values of a dimension that is a range
   * @throws UserError if it has more than {@value #MAX_POINTS} points
   */
  public GridGenerator(ParameterSpace<?> space, int values) {
    try {
      grid =
          new GridSearchCandidateGenerator(
              space, values, GridSearchCandidateGenerator.Mode.Sequential, null);
    } catch (IllegalStateException e) {
      throw tooMany(e);
    }
    if (grid.getTotalNumCandidates() > MAX_POINTS) {
      throw tooMany(null);
    }
  }

  private static UserError tooMany(Exception cause) {
    return new UserError(
        "the grid has more than %,d points: fix hyperparameters, or choose another --strategy"
            .formatted(MAX_POINTS),
        cause);
  }

  @Override
  Candidate draw() {
    if (order == null) {
      List<Candidate> all = new ArrayList<>();
      while (grid.hasMoreCandidates()) {
        all.add(grid.getCandidate());
      }
      Collections.shuffle(all, new Random(seed));
      order = new ArrayDeque<>(all);
    }
    return order.poll();
  }

  @Override
  public ParameterSpace<?> getParameterSpace() {
    return grid.getParameterSpace();
  }

  /** Before the first candidate; later it changes nothing. */
  @Override
  public void setRngSeed(long value) {
    seed = value;
  }
}
