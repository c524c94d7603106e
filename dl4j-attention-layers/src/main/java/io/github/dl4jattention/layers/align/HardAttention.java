package io.github.dl4jattention.layers.align;

import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.kernel.Uniform;
import java.util.Arrays;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Stochastic "hard" attention: each query looks at one key, drawn from the softmax of the energies
 * in training, the likeliest at inference.
 *
 * <p>Xu et al. 2015, "Show, Attend and Tell", section 4.1:
 *
 * <pre>
 *   alpha_i = softmax_j(e_ij)
 *   s_i     ~ Multinoulli(alpha_i)                          equation (8)
 *   dL/dW   = d log p(y|s,a)/dW
 *             + lambda_r (log p(y|s,a) - b) d log p(s|a)/dW
 *             + lambda_e dH[s]/dW                           after equation (12)
 * </pre>
 *
 * <p>The weights are s, one-hot. No gradient passes through a draw: the energies learn by REINFORCE
 * (Williams 1992) from a reward for each example, which the paper has as {@code log p(y|s,a)}, the
 * log-likelihood of the labels. <b>It must be set before training</b>, and again for a network that
 * was read from a file or cloned:
 *
 * <pre>{@code
 * Attention.builder().setScore(new AdditiveScore(64)).optDistribution(new HardAttention()).build()
 * ...
 * Rewards.of(graph, "attention").set(Reward.logLikelihood(graph, "output"));
 * graph.fit(data);
 * }</pre>
 *
 * <p>b is the moving average of the rewards, see {@link
 * io.github.dl4jattention.layers.runtime.Rewards}. The reward of an example reinforces all of its
 * draws, of every query that is no padding and every head.
 *
 * <p>The draws come from ND4J's generator of random numbers, which a network's seed sets. A
 * forbidden key is never drawn; a query without any key gets zeros.
 *
 * <p>Errors: going backward without a reward is an {@link IllegalStateException}.
 *
 * <p>Immutable: {@code withX} gives a new one.
 */
public final class HardAttention implements AttentionDistribution {
  private static final long serialVersionUID = 1L;

  /** lambda_r. */
  private double rewardWeight = 1;

  /** lambda_e. */
  private double entropyWeight;

  /** Probability that an example sees the expectation, the softmax, in place of a draw. */
  private double expectation;

  /** Hard attention with a reward's weight of 1, no entropy term, and a draw for every example. */
  public HardAttention() {}

  private HardAttention(HardAttention other) {
    rewardWeight = other.rewardWeight;
    entropyWeight = other.entropyWeight;
    expectation = other.expectation;
  }

  /**
   * Weight of the reinforced draws beside the gradient that passes the values.
   *
   * @param lambda lambda_r, above 0; 1 by default, which makes the gradient that of the expected
   *     log-likelihood, without bias
   * @return a new distribution
   */
  public HardAttention withRewardWeight(double lambda) {
    if (!(lambda > 0 && lambda < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "HardAttention: the reward's weight lambda_r must be above 0, got " + lambda);
    }
    HardAttention changed = new HardAttention(this);
    changed.rewardWeight = lambda;
    return changed;
  }

  /**
   * Weight of the entropy of the softmax, which keeps it from settling too early.
   *
   * @param lambda lambda_e, at least 0; 0 by default
   * @return a new distribution
   */
  public HardAttention withEntropyWeight(double lambda) {
    if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "HardAttention: the entropy's weight lambda_e must be at least 0, got " + lambda);
    }
    HardAttention changed = new HardAttention(this);
    changed.entropyWeight = lambda;
    return changed;
  }

  /**
   * Sets the draws of some examples to their expected value, the softmax itself, in training. For
   * these an example's gradient is that of soft attention, and nothing is reinforced.
   *
   * @param probability that it happens to an example in a pass; 0, never, by default; the paper has
   *     0.5
   * @return a new distribution
   */
  public HardAttention withExpectation(double probability) {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "HardAttention: the probability of the expectation must be at least 0 and below 1, got "
              + probability
              + "; at 1 it would be soft attention, new Softmax()");
    }
    HardAttention changed = new HardAttention(this);
    changed.expectation = probability;
    return changed;
  }

  @Override
  public SDVariable weights(
      Scope scope, SDVariable energies, KeyMask mask, long... shapeOfAnExample) {
    if (!scope.training()) {
      return choice(scope, mask.limit(energies), mask, shapeOfAnExample);
    }
    SDVariable logs = Softmax.logWeights(scope, energies, mask);
    // The largest of log p + Gumbel noise is a draw from p.
    SDVariable noise =
        scope.draw(scope.unused("gumbelNoise"), HardAttention::gumbel, shapeOfAnExample);
    SDVariable drawn = choice(scope, logs.add(noise), mask, shapeOfAnExample);
    SDVariable expected = mask.zeroElsewhere(scope.sameDiff().math.exp(logs));
    SDVariable isDrawn = expectation == 0 ? null : isDrawn(scope, shapeOfAnExample.length);
    reinforce(scope, new Draws(drawn, logs, expected, isDrawn), mask, shapeOfAnExample);
    return isDrawn == null
        ? drawn
        : drawn.mul(isDrawn).add(expected.mul(isDrawn.neg().add(1))); // either, to the last bit
  }

  /**
   * What was drawn, and from what: {@code [batch, queries, keys]} or {@code [batch, heads, queries,
   * keys]}.
   *
   * @param drawn one-hot
   * @param logs log p of every key
   * @param expected p of every key
   * @param isDrawn which examples see the draw, {@code [batch, 1, 1]}, in place of p; null for all
   */
  private record Draws(
      SDVariable drawn, SDVariable logs, SDVariable expected, SDVariable isDrawn) {}

  /** One-hot at the largest. */
  private static SDVariable choice(
      Scope scope, SDVariable values, KeyMask mask, long... shapeOfAnExample) {
    int keys = (int) shapeOfAnExample[shapeOfAnExample.length - 1];
    SDVariable largest = scope.sameDiff().argmax(values, mask.keyAxis());
    return mask.zeroElsewhere(
        scope.sameDiff().oneHot(largest, keys, mask.keyAxis(), 1, 0, scope.dataType()));
  }

  /** One coin an example and pass, the same for all steps of a decoder. */
  private SDVariable isDrawn(Scope scope, int axes) {
    long[] ones = new long[axes];
    Arrays.fill(ones, 1);
    double probability = expectation;
    return scope.draw(
        "isDrawn",
        (type, shape) -> filled(type, shape, (coin, i) -> isDrawn(coin, i, probability) ? 1 : 0),
        ones);
  }

  /** Adds {@code -lambda_r (R - b) log p(s) - lambda_e H[s]}, summed over real queries. */
  private void reinforce(Scope scope, Draws draws, KeyMask mask, long... shapeOfAnExample) {
    SDVariable real = real(scope, mask, shapeOfAnExample);
    SDVariable advantage = scope.advantage().reshape(onesAfterBatch(-1, shapeOfAnExample));
    if (draws.isDrawn() != null) {
      advantage = advantage.mul(draws.isDrawn());
    }
    SDVariable reinforced = draws.drawn().mul(draws.logs()).mul(real.mul(advantage));
    scope.addLoss(reinforced.sum().mul(-rewardWeight));
    if (entropyWeight > 0) {
      SDVariable negativeEntropy = draws.expected().mul(draws.logs()).mul(real);
      scope.addLoss(negativeEntropy.sum().mul(entropyWeight));
    }
  }

  /** Which queries count: {@code [batch or 1, queries or 1, 1]}, with heads as the energies. */
  private static SDVariable real(Scope scope, KeyMask mask, long... shapeOfAnExample) {
    long queries = shapeOfAnExample[shapeOfAnExample.length - 2];
    long[] shape = onesAfterBatch(-1, shapeOfAnExample);
    shape[shape.length - 2] = queries;
    return mask.realQueries(queries)
        .map(found -> found.reshape(shape))
        .orElseGet(() -> scope.constant(Nd4j.ones(onesAfterBatch(1, shapeOfAnExample))));
  }

  private static long[] onesAfterBatch(long batch, long... shapeOfAnExample) {
    long[] shape = new long[shapeOfAnExample.length + 1];
    Arrays.fill(shape, 1);
    shape[0] = batch;
    return shape;
  }

  /** Noise of the standard Gumbel distribution. */
  private static INDArray gumbel(DataType type, long... shape) {
    return filled(type, shape, Uniform::gumbel);
  }

  /** Number i of an array that is drawn. */
  @FunctionalInterface
  private interface Draw {
    double of(Uniform numbers, int i);
  }

  private static INDArray filled(DataType type, long[] shape, Draw draw) {
    Uniform numbers = new Uniform(Nd4j.getRandom().nextLong());
    double[] values = new double[Math.toIntExact(ArrayUtil.prodLong(shape))];
    Arrays.setAll(values, i -> draw.of(numbers, i));
    return Nd4j.createFromArray(values).reshape('c', shape).castTo(type);
  }

  /**
   * Whether an example sees a draw, and not the expectation.
   *
   * @param coin of the pass
   * @param example the example's number in the batch
   * @param expectation probability that it does not
   * @return whether it does
   */
  public static boolean isDrawn(Uniform coin, long example, double expectation) {
    return coin.of(example) >= expectation;
  }

  /**
   * The reward's weight.
   *
   * @return lambda_r
   */
  public double rewardWeight() {
    return rewardWeight;
  }

  /**
   * The entropy's weight.
   *
   * @return lambda_e
   */
  public double entropyWeight() {
    return entropyWeight;
  }

  /**
   * Probability that an example sees the expectation.
   *
   * @return at least 0 and below 1
   */
  public double expectation() {
    return expectation;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HardAttention that
        && rewardWeight == that.rewardWeight
        && entropyWeight == that.entropyWeight
        && expectation == that.expectation;
  }

  @Override
  public int hashCode() {
    return Objects.hash(rewardWeight, entropyWeight, expectation);
  }

  @Override
  public String toString() {
    return "hard(lambda_r = %s, lambda_e = %s, expectation = %s)"
        .formatted(rewardWeight, entropyWeight, expectation);
  }
}
