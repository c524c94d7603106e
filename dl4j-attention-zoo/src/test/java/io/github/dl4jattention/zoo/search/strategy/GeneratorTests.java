package io.github.dl4jattention.zoo.search.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.search.space.Hyperparameter;
import io.github.dl4jattention.zoo.search.space.Range;
import io.github.dl4jattention.zoo.search.space.SearchSpace;
import io.github.dl4jattention.zoo.search.trial.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.generator.GeneticSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Arbiter's generators do wrong, and that ours do not. */
@SuppressWarnings("rawtypes") // Arbiter's interface has them.
class GeneratorTests {
  private static final Direction LESS = new Direction(true);

  private static SearchSpace small() {
    return new SearchSpace(
        List.of(
            new Hyperparameter("cell", new Range.Choice(List.of("gru", "lstm"))),
            new Hyperparameter("fixed", new Range.Choice(List.of("7"))),
            new Hyperparameter("window", new Range.Choice(List.of("global", "local"))),
            new Hyperparameter(
                "width", new Range.Whole(2, 4, 1, false), Map.of("window", Set.of("local")))));
  }

  private static List<String> all(CandidateGenerator generator, int most) {
    List<String> values = new ArrayList<>();
    while (values.size() < most && generator.hasMoreCandidates()) {
      Candidate candidate = generator.getCandidate();
      assertThat(candidate.getIndex()).isEqualTo(values.size());
      values.add(candidate.getValue().toString());
      generator.reportResults(
          new OptimizationResult(
              candidate, candidate.getFlatParameters()[0], values.size() - 1, null, null, null));
    }
    return values;
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void aFiniteSpaceIsUsedUpAndThenThereIsNoMore(Strategy strategy) {
    CandidateGenerator generator = strategy.generator(small(), LESS);
    generator.setRngSeed(5);
    List<String> values = all(generator, 1_000);
    // 2 cells with: a global window, or a local one of three widths.
    assertThat(values).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(8);
    if (strategy != Strategy.GENETIC) {
      assertThat(values).hasSize(8);
    }
    assertThat(generator.hasMoreCandidates()).isFalse();
    assertThatThrownBy(generator::getCandidate)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("hasMoreCandidates");
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void theSameSeedGivesTheSameCandidatesAndAnotherOneOthers(Strategy strategy) {
    List<List<String>> runs = new ArrayList<>();
    for (long seed : new long[] {1, 1, 2}) {
      CandidateGenerator generator =
          strategy.generator(
              new SearchSpace(
                  List.of(
                      new Hyperparameter("a", new Range.Real(0, 1, false)),
                      new Hyperparameter("b", new Range.Whole(1, 1_000, 1, true)))),
              LESS);
      generator.setRngSeed(seed);
      runs.add(all(generator, 25));
    }
    assertThat(runs.get(0)).hasSize(25).isEqualTo(runs.get(1)).isNotEqualTo(runs.get(2));
  }

  @Test
  void arbitersGeneticSearchIgnoresItsSeed() {
    List<List<String>> runs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      GeneticSearchCandidateGenerator generator =
          new GeneticSearchCandidateGenerator.Builder(Functions.hartmannSpace(), LESS).build();
      generator.setRngSeed(1);
      runs.add(List.of(java.util.Arrays.toString(generator.getCandidate().getFlatParameters())));
    }
    assertThat(runs.get(0)).isNotEqualTo(runs.get(1));
  }

  @Test
  void arbitersGridMistakesADimensionWithOneValue() {
    GridSearchCandidateGenerator grid =
        new GridSearchCandidateGenerator(
            new DiscreteParameterSpace<>(List.of("one")),
            3,
            GridSearchCandidateGenerator.Mode.Sequential,
            null);
    assertThat(grid.getCandidate().getFlatParameters()).isEmpty(); // It has one dimension.
  }

  @Test
  void aGridThatIsTooLargeIsRefused() {
    List<Hyperparameter> many = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      many.add(new Hyperparameter("x" + i, new Range.Real(0, 1, false)));
    }
    assertThatThrownBy(() -> new GridGenerator(new SearchSpace(many), 5))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("100,000 points");
    for (int i = 8; i < 20; i++) {
      many.add(new Hyperparameter("x" + i, new Range.Real(0, 1, false)));
    }
    assertThatThrownBy(() -> new GridGenerator(new SearchSpace(many), 5))
        .isInstanceOf(UserError.class);
  }
}
