package io.github.dl4jattention.zoo.search.strategy;

import io.github.dl4jattention.zoo.UserError;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;

/** How a search chooses what to try next. */
public enum Strategy {
  /** Each candidate independent of all others. */
  RANDOM {
    @Override
    public CandidateGenerator generator(ParameterSpace<?> space, ScoreFunction scores) {
      return new RandomGenerator(space);
    }
  },
  /** All points of a grid with five values a range, in an order drawn from the seed. */
  GRID {
    @Override
    public CandidateGenerator generator(ParameterSpace<?> space, ScoreFunction scores) {
      return new GridGenerator(space, GRID_VALUES);
    }
  },
  /** Children of the best so far. */
  GENETIC {
    @Override
    public CandidateGenerator generator(ParameterSpace<?> space, ScoreFunction scores) {
      return new GeneticGenerator(space, scores);
    }
  },
  /** By a model of what was good: {@link TreeParzenGenerator}. */
  BAYES {
    @Override
    public CandidateGenerator generator(ParameterSpace<?> space, ScoreFunction scores) {
      return new TreeParzenGenerator(space, scores.minimize());
    }
  };

  private static final int GRID_VALUES = 5;

  /**
   * A new generator.
   *
   * @param space where to search
   * @param scores tells which way is better
   * @return a generator, whose seed is to be set
   * @throws UserError if the strategy cannot search the space
   */
  public abstract CandidateGenerator generator(ParameterSpace<?> space, ScoreFunction scores);
}
