package io.github.dl4jattention.zoo.search.strategy;

import io.github.dl4jattention.zoo.search.space.ConditionalSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.deeplearning4j.arbiter.optimize.parameter.BooleanSpace;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.util.LeafUtils;

/**
 * The tree-structured Parzen estimator of Bergstra, Bardenet, Bengio and Kégl, "Algorithms for
 * Hyper-Parameter Optimization" (NIPS 2011, section 4), for any space of Arbiter's.
 *
 * <p>The trials so far are parted by their scores y at a threshold y* into the good, the best tenth
 * of them, at most 25, and the others. For each dimension x two densities are made:
 *
 * <pre>
 * l(x) = p(x | y better than y*)      from the good
 * g(x) = p(x | y not better than y*)  from the others
 * </pre>
 *
 * <p>The expected improvement is largest where {@code l(x) / g(x)} is (their equation 4). So 24
 * values are drawn from l, and the one with the largest ratio is taken. Numbers have a density of
 * normal distributions, words one of counts. Dimensions are taken one by one; in a {@link
 * ConditionalSpace} those trials count for a dimension that used it.
 *
 * <p>The first ten candidates are random. Trials under way, and those that failed, count among the
 * others, so that workers do not all try the same.
 *
 * <pre>{@code
 * CandidateGenerator generator = new TreeParzenGenerator(space, true);
 * generator.setRngSeed(1);
 * }</pre>
 */
@SuppressWarnings("rawtypes") // Arbiter's interface has them.
public final class TreeParzenGenerator extends DistinctGenerator {
  private static final int RANDOM_TRIALS = 10;
  private static final int DRAWS = 24;

  /** What the model proposes may all have been tried; then what is left is drawn at random. */
  private static final int PROPOSALS = 20;

  private static final double GOOD_SHARE = 0.1;
  private static final int MOST_GOOD = 25;

  private final ParameterSpace<?> space;
  private final boolean minimize;
  private final List<Function<double[], Density>> dimensions = new ArrayList<>();
  private final Map<Integer, Observation> observations = new LinkedHashMap<>();
  private Random random = new Random();

  /** Since the last new candidate. */
  private int drawn;

  /**
   * A candidate with its score, lower is better; infinite while there is none. Coordinates that it
   * does not use are null.
   */
  private record Observation(List<Double> coordinates, double score) {}

  /**
   * Looks into a space.
   *
   * @param space any of Arbiter's
   * @param minimize whether lower scores are better
   */
  public TreeParzenGenerator(ParameterSpace<?> space, boolean minimize) {
    // Arbiter's generators give the leaves their places.
    this.space = new RandomSearchGenerator(space).getParameterSpace();
    this.minimize = minimize;
    for (ParameterSpace leaf : LeafUtils.getUniqueObjects(space.collectLeaves())) {
      for (int i = 0; i < leaf.numParameters(); i++) {
        dimensions.add(estimator(leaf));
      }
    }
  }

  private static Function<double[], Density> estimator(ParameterSpace leaf) {
    if (leaf instanceof BooleanSpace) {
      return values -> new CategoryEstimator(2, values);
    }
    if (leaf instanceof DiscreteParameterSpace<?> discrete) {
      int categories = discrete.numValues();
      return values -> new CategoryEstimator(categories, values);
    }
    return ParzenEstimator::new;
  }

  @Override
  Candidate draw() {
    double[] coordinates = new double[dimensions.size()];
    drawn++;
    boolean isRandom = observations.size() < RANDOM_TRIALS || drawn > PROPOSALS;
    List<Observation> sorted = new ArrayList<>(observations.values());
    sorted.sort(Comparator.comparingDouble(Observation::score));
    int good = Math.min(MOST_GOOD, (int) Math.ceil(GOOD_SHARE * sorted.size()));
    for (int i = 0; i < coordinates.length; i++) {
      coordinates[i] =
          isRandom
              ? random.nextDouble()
              : best(i, sorted.subList(0, good), sorted.subList(good, sorted.size()));
    }
    Object value = null;
    Exception problem = null;
    try {
      value = space.getValue(coordinates);
    } catch (RuntimeException e) {
      problem = e;
    }
    return candidate(value, 0, coordinates, problem);
  }

  /** Of values drawn from l the one with the largest l / g. */
  private double best(int dimension, List<Observation> good, List<Observation> others) {
    Density l = dimensions.get(dimension).apply(values(dimension, good));
    Density g = dimensions.get(dimension).apply(values(dimension, others));
    double best = 0;
    double bestRatio = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < DRAWS; i++) {
      double value = l.draw(random);
      double ratio = l.of(value) / g.of(value);
      if (ratio > bestRatio) {
        bestRatio = ratio;
        best = value;
      }
    }
    return best;
  }

  private static double[] values(int dimension, List<Observation> observations) {
    return observations.stream()
        .map(observation -> observation.coordinates().get(dimension))
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  @Override
  void accepted(Candidate candidate) {
    drawn = 0;
    if (candidate.getException() == null) {
      observations.put(
          candidate.getIndex(),
          new Observation(used(candidate.getFlatParameters()), Double.POSITIVE_INFINITY));
    }
  }

  private List<Double> used(double[] coordinates) {
    Double[] used = new Double[coordinates.length];
    boolean[] isUsed = space instanceof ConditionalSpace some ? some.used(coordinates) : null;
    for (int i = 0; i < used.length; i++) {
      used[i] = isUsed == null || isUsed[i] ? coordinates[i] : null;
    }
    return Arrays.asList(used);
  }

  /** A score of null is a trial that failed. */
  @Override
  public void reportResults(OptimizationResult result) {
    Observation before = observations.get(result.getCandidate().getIndex());
    if (before != null && result.getScore() != null && !result.getScore().isNaN()) {
      double score = minimize ? result.getScore() : -result.getScore();
      observations.put(
          result.getCandidate().getIndex(), new Observation(before.coordinates(), score));
    }
  }

  @Override
  public ParameterSpace<?> getParameterSpace() {
    return space;
  }

  @Override
  public void setRngSeed(long seed) {
    random = new Random(seed);
  }
}
