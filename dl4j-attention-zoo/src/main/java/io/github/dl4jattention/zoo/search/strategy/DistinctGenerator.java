package io.github.dl4jattention.zoo.search.strategy;

import io.github.dl4jattention.zoo.search.space.ConditionalSpace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.util.LeafUtils;
import org.nd4j.common.function.Supplier;

/**
 * A generator that gives no candidate twice, and so ends when a finite space is used up. It says so
 * in time: {@link #hasMoreCandidates} draws the next candidate, with all results so far.
 */
@SuppressWarnings("rawtypes") // Arbiter's interface has them.
abstract class DistinctGenerator implements CandidateGenerator {
  /** Draws without a new candidate, after which the space counts as used up. */
  private static final int ATTEMPTS = 1_000;

  private final Set<Object> given = new HashSet<>();
  private Candidate next;
  private int number;

  /** Draws a candidate, new or not; null if there is none. */
  abstract Candidate draw();

  /** A drawn candidate is new, and will be given. */
  void accepted(Candidate candidate) {}

  @Override
  public final boolean hasMoreCandidates() {
    for (int attempt = 0; next == null && attempt < ATTEMPTS; attempt++) {
      Candidate drawn = draw();
      if (drawn == null) {
        return false;
      }
      // One that could not be made is given too: it is counted and told.
      if (drawn.getException() != null || given.add(key(drawn))) {
        next = numbered(drawn);
        accepted(next);
      }
    }
    return next != null;
  }

  /**
   * What tells candidates from each other: the values of the leaves. Configurations of DL4J's do
   * not: each has a seed by the clock.
   */
  @SuppressWarnings("unchecked")
  private Object key(Candidate drawn) {
    if (getParameterSpace() instanceof ConditionalSpace) {
      return drawn.getValue();
    }
    List<Object> values = new ArrayList<>();
    for (ParameterSpace leaf : LeafUtils.getUniqueObjects(getParameterSpace().collectLeaves())) {
      values.add(leaf.getValue(drawn.getFlatParameters()));
    }
    return values;
  }

  private Candidate numbered(Candidate drawn) {
    Object value = drawn.getException() == null ? drawn.getValue() : null;
    return candidate(value, number++, drawn.getFlatParameters(), drawn.getException());
  }

  /**
   * A candidate that keeps its value; Arbiter's own makes a copy by serialisation at every look.
   */
  static Candidate candidate(Object value, int number, double[] coordinates, Exception problem) {
    Supplier<Object> supplier = () -> value;
    return new Candidate<>(supplier, number, coordinates, null, problem);
  }

  @Override
  public final Candidate getCandidate() {
    if (!hasMoreCandidates()) {
      throw new IllegalStateException("there are no more candidates: ask hasMoreCandidates first");
    }
    Candidate given = next;
    next = null;
    return given;
  }

  @Override
  public void reportResults(OptimizationResult result) {
    // Most learn nothing.
  }

  @Override
  public Class<?> getCandidateType() {
    return null; // As Arbiter's own.
  }
}
