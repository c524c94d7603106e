package io.github.dl4jattention.zoo.search.strategy;

import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;

/** Arbiter's random search, without candidates given before. */
@SuppressWarnings("rawtypes") // Arbiter's interface has them.
public final class RandomGenerator extends DistinctGenerator {
  private final RandomSearchGenerator random;

  /**
   * Draws from a space.
   *
   * @param space what to draw from
   */
  public RandomGenerator(ParameterSpace<?> space) {
    random = new RandomSearchGenerator(space);
  }

  @Override
  Candidate draw() {
    return random.getCandidate();
  }

  @Override
  public ParameterSpace<?> getParameterSpace() {
    return random.getParameterSpace();
  }

  @Override
  public void setRngSeed(long seed) {
    random.setRngSeed(seed);
  }
}
