package io.github.dl4jattention.zoo.search.strategy;

import org.apache.commons.math3.random.JDKRandomGenerator;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.generator.GeneticSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.SinglePointCrossover;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.parentselection.RandomTwoParentSelection;
import org.deeplearning4j.arbiter.optimize.generator.genetic.mutation.RandomMutationOperator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.population.PopulationModel;
import org.deeplearning4j.arbiter.optimize.generator.genetic.selection.GeneticSelectionOperator;

/**
 * Arbiter's genetic search with all of its draws from the seed, which Arbiter's own does not do,
 * and a population for searches of some dozens of trials: of 12, cut to the best 8 when it is full.
 */
@SuppressWarnings("rawtypes") // Arbiter's interface has them.
public final class GeneticGenerator extends DistinctGenerator {
  private static final int POPULATION = 12;
  private static final double MUTATION_RATE = 0.1;

  private final JDKRandomGenerator random = new JDKRandomGenerator();
  private final GeneticSearchCandidateGenerator genetic;

  /**
   * Breeds in a space.
   *
   * @param space where
   * @param scores tells which way is better
   */
  public GeneticGenerator(ParameterSpace<?> space, ScoreFunction scores) {
    genetic =
        new GeneticSearchCandidateGenerator.Builder(space, scores)
            .populationModel(new PopulationModel.Builder().populationSize(POPULATION).build())
            .selectionOperator(
                new GeneticSelectionOperator.Builder()
                    .crossoverOperator(
                        new SinglePointCrossover.Builder()
                            .randomGenerator(random)
                            .parentSelection(new RandomTwoParentSelection(random))
                            .build())
                    .mutationOperator(
                        new RandomMutationOperator.Builder()
                            .mutationRate(MUTATION_RATE)
                            .randomGenerator(random)
                            .build())
                    .randomGenerator(random)
                    .build())
            .build();
  }

  @Override
  Candidate draw() {
    Candidate candidate = genetic.getCandidate();
    // Without genes it could breed nothing new: the population is all alike.
    return candidate.getFlatParameters() == null ? null : candidate;
  }

  @Override
  public void reportResults(OptimizationResult result) {
    genetic.reportResults(result);
  }

  @Override
  public ParameterSpace<?> getParameterSpace() {
    return genetic.getParameterSpace();
  }

  @Override
  public void setRngSeed(long seed) {
    random.setSeed(seed);
  }
}
