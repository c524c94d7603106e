package io.github.dl4jattention.zoo.search.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.search.space.Hyperparameter;
import io.github.dl4jattention.zoo.search.space.Range;
import io.github.dl4jattention.zoo.search.space.SearchSpace;
import io.github.dl4jattention.zoo.search.space.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.junit.jupiter.api.Test;

@SuppressWarnings({"rawtypes", "unchecked"}) // Arbiter's candidates have no types.
class TreeParzenGeneratorTests {
  private static final int TRIALS = 60;
  private static final int SEEDS = 20;

  private static <C> double best(
      CandidateGenerator generator, long seed, ToDoubleFunction<C> function) {
    generator.setRngSeed(seed);
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < TRIALS; i++) {
      assertThat(generator.hasMoreCandidates()).isTrue();
      Candidate candidate = generator.getCandidate();
      double score = function.applyAsDouble((C) candidate.getValue());
      generator.reportResults(
          new OptimizationResult(candidate, score, candidate.getIndex(), null, null, null));
      best = Math.min(best, score);
    }
    return best;
  }

  /** Best after 60 trials, for each of 20 seeds, sorted: TPE's, then random's. */
  private static double[][] compare(
      Supplier<ParameterSpace<double[]>> space, ToDoubleFunction<double[]> function) {
    double[][] best = new double[2][SEEDS];
    for (int seed = 0; seed < SEEDS; seed++) {
      best[0][seed] = best(new TreeParzenGenerator(space.get(), true), seed, function);
      best[1][seed] = best(new RandomSearchGenerator(space.get()), seed, function);
    }
    for (double[] of : best) {
      Arrays.sort(of);
    }
    return best;
  }

  private static double median(double... sorted) {
    return (sorted[SEEDS / 2 - 1] + sorted[SEEDS / 2]) / 2;
  }

  private static double mean(double... values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  @Test
  void theFunctionsAreThoseOfTheLiterature() {
    assertThat(Functions.branin(new double[] {Math.PI, 2.275})).isEqualTo(0.397887, within(1e-6));
    assertThat(
            Functions.hartmann6(
                new double[] {0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573}))
        .isEqualTo(-3.32237, within(1e-5));
  }

  @Test
  void itBeatsRandomSearchOnBranin() {
    double[][] best = compare(Functions::braninSpace, Functions::branin);
    System.out.printf(
        "Branin: TPE median %.3f mean %.3f, random median %.3f mean %.3f%n",
        median(best[0]), mean(best[0]), median(best[1]), mean(best[1]));
    assertThat(median(best[0])).isLessThan(median(best[1]));
    assertThat(mean(best[0])).isLessThan(mean(best[1]));
  }

  @Test
  void itBeatsRandomSearchOnHartmann6() {
    double[][] best = compare(Functions::hartmannSpace, Functions::hartmann6);
    System.out.printf(
        "Hartmann 6: TPE median %.3f mean %.3f, random median %.3f mean %.3f%n",
        median(best[0]), mean(best[0]), median(best[1]), mean(best[1]));
    assertThat(median(best[0])).isLessThan(median(best[1]));
    assertThat(mean(best[0])).isLessThan(mean(best[1]));
  }

  /** Words, and a dimension that matters with one of them alone. */
  private static SearchSpace words() {
    return new SearchSpace(
        List.of(
            new Hyperparameter("cell", new Range.Choice(List.of("a", "b", "c", "d", "e", "f"))),
            new Hyperparameter(
                "x", new Range.Real(0, 1, false), Map.of("cell", Set.of("e", "f")))));
  }

  private static double cost(Settings settings) {
    String cell = settings.values().get("cell");
    return cell.equals("e") ? Math.abs(Double.parseDouble(settings.values().get("x")) - 0.7) : 1;
  }

  @Test
  void itLearnsWordsAndConditions() {
    double tpe = 0;
    double random = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      tpe +=
          TreeParzenGeneratorTests.<Settings>best(
              new TreeParzenGenerator(words(), true), seed, TreeParzenGeneratorTests::cost);
      random +=
          TreeParzenGeneratorTests.<Settings>best(
              new RandomGenerator(words()), seed, TreeParzenGeneratorTests::cost);
    }
    assertThat(tpe).isLessThan(random / 2);
  }

  @Test
  void higherIsBetterWhenItIsToldSo() {
    double up =
        -TreeParzenGeneratorTests.<double[]>best(
            new TreeParzenGenerator(Functions.hartmannSpace(), true), 3, Functions::hartmann6);
    TreeParzenGenerator upwards = new TreeParzenGenerator(Functions.hartmannSpace(), false);
    upwards.setRngSeed(3);
    double best = 0;
    for (int i = 0; i < TRIALS; i++) {
      Candidate candidate = next(upwards);
      double score = -Functions.hartmann6((double[]) candidate.getValue());
      upwards.reportResults(
          new OptimizationResult(candidate, score, candidate.getIndex(), null, null, null));
      best = Math.max(best, score);
    }
    assertThat(best).isEqualTo(up);
  }

  private static Candidate next(CandidateGenerator generator) {
    assertThat(generator.hasMoreCandidates()).isTrue();
    return generator.getCandidate();
  }

  @Test
  void workersThatAskAtOnceDoNotGetTheSame() {
    TreeParzenGenerator generator = new TreeParzenGenerator(words(), true);
    generator.setRngSeed(1);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      values.add(next(generator).getValue());
    }
    assertThat(values).doesNotHaveDuplicates();
  }

  @Test
  void theDensityIsOneOnTheUnitInterval() {
    ParzenEstimator density = new ParzenEstimator(0, 0.1, 0.1, 0.35, 0.9, 1);
    double sum = 0;
    int steps = 100_000;
    for (int i = 0; i < steps; i++) {
      sum += density.of((i + 0.5) / steps) / steps;
    }
    assertThat(sum).isEqualTo(1, within(1e-6));
    assertThat(density.of(0.1)).isGreaterThan(density.of(0.6));
  }

  @Test
  void categoriesHaveTheProbabilitiesOfTheirCounts() {
    // (1/4 + c) / (1 + 3), by hand
    CategoryEstimator density = new CategoryEstimator(4, 0.1, 0.2, 0.9);
    assertThat(density.of(0)).isEqualTo(0.5625);
    assertThat(density.of(0.3)).isEqualTo(0.0625);
    assertThat(density.of(1)).isEqualTo(0.3125);
  }
}
