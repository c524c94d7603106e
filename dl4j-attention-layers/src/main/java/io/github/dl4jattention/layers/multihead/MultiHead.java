package io.github.dl4jattention.layers.multihead;

import io.github.dl4jattention.layers.align.AttentionDistribution;
import io.github.dl4jattention.layers.align.KeyMask;
import io.github.dl4jattention.layers.align.Softmax;
import io.github.dl4jattention.layers.formula.Dropout;
import io.github.dl4jattention.layers.formula.Heads;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.position.AttentionBias;
import io.github.dl4jattention.layers.position.PositionScheme;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/**
 * How several heads look at keys: scaled dot products between projections, one set for each head.
 * Every multi-headed attention of this library has one.
 *
 * <p>Vaswani et al. 2017, "Attention Is All You Need", equation (1) and section 3.2.2, for head h:
 *
 * <pre>
 *   q_hi = s_i Wq_h + bq_h,  k_hj = k_j Wk_h + bk_h,  v_hj = v_j Wv_h + bv_h
 *   e_hij     = q_hi . k_hj / sqrt(headSize)
 *   alpha_hij = softmax_j(e_hij), zero where key j may not be looked at
 *   z_hi      = sum_j alpha_hij v_hj
 *   y_i       = [z_1i ... z_ni] Wo + bo; zero where query i sees no key
 * </pre>
 *
 * <p>With fewer heads of keys and values than of queries, neighbouring heads share theirs
 * (grouped-query attention, Ainslie et al. 2023); with one, all do (multi-query attention, Shazeer
 * 2019).
 *
 * <p>Parameters: those of {@link HeadProjections}, of the position scheme, of the bias and of the
 * hook.
 *
 * <p>Immutable; made by the builders of the layers and vertices.
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE,
    setterVisibility = JsonAutoDetect.Visibility.NONE)
public final class MultiHead implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Into the heads and out of them. */
  private HeadProjections projections;

  /** Makes weights of energies. */
  private AttentionDistribution distribution = new Softmax();

  /** Probability that a weight is dropped in training. */
  private double dropProbability;

  /** Whether a query may look at earlier keys and its own only. */
  private boolean causal;

  /** Where steps stand; null for no positions. */
  private PositionScheme position;

  /** Added to the energies; null for none. */
  private AttentionBias bias;

  /** Acts on each head's output; null for none. */
  private HeadHook headHook;

  /** For DL4J's JSON; use the builders of layers and vertices. */
  public MultiHead() {}

  /**
   * Heads.
   *
   * @param projections into the heads and out of them
   * @param distribution makes weights of energies
   * @param dropProbability probability that a weight is dropped in training
   * @param causal whether a query may look at no later key
   * @param position where steps stand; null for no positions
   * @param bias added to the energies; null for none
   * @param headHook acts on each head's output; null for none
   */
  public MultiHead(
      HeadProjections projections,
      AttentionDistribution distribution,
      double dropProbability,
      boolean causal,
      PositionScheme position,
      AttentionBias bias,
      HeadHook headHook) {
    this.projections = projections;
    this.distribution = distribution;
    this.dropProbability = dropProbability;
    this.causal = causal;
    this.position = position;
    this.bias = bias;
    this.headHook = headHook;
  }

  /**
   * Into the heads and out of them.
   *
   * @return the projections
   */
  public HeadProjections projections() {
    return projections;
  }

  /**
   * Makes weights of energies.
   *
   * @return the distribution
   */
  public AttentionDistribution distribution() {
    return distribution;
  }

  /**
   * Probability that a weight is dropped in training.
   *
   * @return 0 for none
   */
  public double dropProbability() {
    return dropProbability;
  }

  /**
   * Whether a query may look at earlier keys and its own only.
   *
   * @return true if so
   */
  public boolean causal() {
    return causal;
  }

  /**
   * What knows of positions, or acts as if it did: the position scheme, then the bias.
   *
   * @return those there are
   */
  public List<PositionScheme> schemes() {
    return Stream.of(position, bias).filter(Objects::nonNull).toList();
  }

  /**
   * Acts on each head's output.
   *
   * @return nothing if there is no hook
   */
  public Optional<HeadHook> headHook() {
    return Optional.ofNullable(headHook);
  }

  /**
   * Declares all parameters, and refuses sizes that do not fit each other.
   *
   * @param parameters takes them
   * @param querySize channels of a query; 0 while not yet known, as the other sizes
   * @param keySize channels of a key
   * @param valueSize channels of a value
   * @throws IllegalStateException if the heads do not divide the query's channels, or the head size
   *     does not fit the position scheme; the message says the mend
   */
  public void declareParameters(
      Parameters parameters, long querySize, long keySize, long valueSize) {
    projections.declareParameters(parameters, querySize, keySize, valueSize);
    long headSize = projections.headSize(querySize);
    for (PositionScheme scheme : schemes()) {
      scheme.declareParameters(parameters, projections.heads(), headSize);
    }
    if (headHook != null) {
      headHook.declareParameters(parameters, projections.heads(), headSize);
    }
  }

  /**
   * Channels of the output.
   *
   * @param querySize channels of a query
   * @return the size
   */
  public long outputSize(long querySize) {
    return projections.outputSize(querySize);
  }

  /**
   * Attends: the outputs of all queries.
   *
   * @param scope where; takes the attention weights
   * @param queries the queries
   * @param keys the keys
   * @param values a value for each key
   * @param keyInput name of the input with the keys, whose mask says which are real
   * @return {@code [batch, queryTime, outputSize]}
   */
  public Steps attend(Scope scope, Steps queries, Steps keys, Steps values, String keyInput) {
    Heads q = projections.queries(scope, queries);
    q = placed(scope, q.with(q.values().mul(1 / Math.sqrt((double) q.size()))));
    Heads k = placed(scope, projections.keys(scope, keys, q.size()));
    Heads v = projections.values(scope, values, q.size());
    KeyMask mask = KeyMask.ofPadding(scope, keyInput);
    if (causal) {
      mask = mask.causal(q.time(), k.time());
    }
    SDVariable energies = energies(scope, q, k);
    SDVariable weights =
        distribution.weights(scope, energies, mask.forHeads(), q.count(), q.time(), k.time());
    scope.headWeights(weights);
    Heads contexts = contexts(scope, new Heads(weights, q.count(), q.time(), k.time()), v);
    Heads hooked = headHook == null ? contexts : headHook.apply(scope, contexts);
    return projections.output(scope, hooked, mask.sees(q.time()), queries.size());
  }

  private Heads placed(Scope scope, Heads steps) {
    Heads placed = steps;
    for (PositionScheme scheme : schemes()) {
      placed = scheme.place(scope, placed);
    }
    return placed;
  }

  /** {@code [batch, heads, queryTime, keyTime]}. */
  private SDVariable energies(Scope scope, Heads q, Heads k) {
    // Heads that share keys are one product: [batch, keyValueHeads, sharing * queryTime, keyTime].
    SDVariable products =
        scope
            .sameDiff()
            .mmul(q.stacked(k.count()).values(), k.values(), false, true, false)
            .reshape(-1, q.count(), q.time(), k.time());
    SDVariable energies = products;
    for (PositionScheme scheme : schemes()) {
      energies = scheme.energies(scope, q, k, energies);
    }
    return energies;
  }

  /** {@code [batch, heads, queryTime, headSize]}. */
  private Heads contexts(Scope scope, Heads weights, Heads v) {
    Heads kept =
        weights.with(
            Dropout.of(
                scope,
                "dropout",
                weights.values(),
                dropProbability,
                weights.count(),
                weights.time(),
                weights.size()));
    SDVariable means =
        scope
            .sameDiff()
            .mmul(kept.stacked(v.count()).values(), v.values())
            .reshape(-1, kept.count(), kept.time(), v.size());
    Heads contexts = new Heads(means, kept.count(), kept.time(), v.size());
    for (PositionScheme scheme : schemes()) {
      contexts = scheme.contexts(scope, kept.values(), v.time(), contexts);
    }
    return contexts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MultiHead that
        && Objects.equals(projections, that.projections)
        && Objects.equals(distribution, that.distribution)
        && dropProbability == that.dropProbability
        && causal == that.causal
        && Objects.equals(position, that.position)
        && Objects.equals(bias, that.bias)
        && Objects.equals(headHook, that.headHook);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        projections, distribution, dropProbability, causal, position, bias, headHook);
  }
}
