package io.github.dl4jattention.layers.score;

import io.github.dl4jattention.layers.formula.Activations;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import java.util.Map;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Additive attention's alignment model: {@code e_ij = v . tanh(s_i Wq + h_j Wk)}.
 *
 * <p>Bahdanau, Cho and Bengio 2014, "Neural Machine Translation by Jointly Learning to Align and
 * Translate", equation (6) and appendix A.1.2. The paper calls the query {@code s_(i-1)}, the key
 * (annotation) {@code h_j}, and the parameters {@code W_a = Wq^T}, {@code U_a = Wk^T}, {@code v_a =
 * v}. The keys' projection does not depend on the query, so a decoder computes it once a sentence.
 *
 * <p>{@link #normalized}: {@code e_ij = g v/|v| . tanh(s_i Wq + h_j Wk + b)}, weight normalisation
 * (Salimans and Kingma 2016) with a learned scale g, at first {@code 1/sqrt(attentionSize)}, and a
 * bias b, at first zero; as TensorFlow Addons has it.
 *
 * <p>{@link #withCoverage}: {@code e_ij = v . tanh(s_i Wq + h_j Wk + c_ij w + b)} with {@code c_ij
 * = sum_(k < i) alpha_kj}, what the queries before have given to key j: See, Liu and Manning 2017,
 * "Get To The Point", equations (10) and (11). Queries are then taken one after the other.
 *
 * <p>Parameters, with {@code attentionSize} hidden units: {@value #QUERY_WEIGHT} {@code [querySize,
 * attentionSize]}, {@value #KEY_WEIGHT} {@code [keySize, attentionSize]}, {@value #ENERGY_WEIGHT}
 * {@code [attentionSize, 1]}; normalised also {@value #SCALE} {@code [1, 1]}; normalised or with
 * coverage also {@value #BIAS} {@code [1, attentionSize]}; with coverage also {@value
 * #COVERAGE_WEIGHT} {@code [1, attentionSize]}.
 */
public final class AdditiveScore implements Score {
  /** Parameter {@code Wq}: {@code [querySize, attentionSize]}. */
  public static final String QUERY_WEIGHT = "Wq";

  /** Parameter {@code Wk}: {@code [keySize, attentionSize]}. */
  public static final String KEY_WEIGHT = "Wk";

  /** Parameter {@code v}: {@code [attentionSize, 1]}. */
  public static final String ENERGY_WEIGHT = "v";

  /** Parameter {@code g} of the normalised form: {@code [1, 1]}. */
  public static final String SCALE = "g";

  /** Bias inside the tanh, of the normalised form and of coverage: {@code [1, attentionSize]}. */
  public static final String BIAS = "attentionBias";

  /** Parameter {@code w} of coverage: {@code [1, attentionSize]}. */
  public static final String COVERAGE_WEIGHT = "Wcoverage";

  private static final long serialVersionUID = 1L;

  /** Hidden units of the alignment model. */
  private long attentionSize;

  /** Whether v is normalised, scaled by g, and a bias added. */
  private boolean normalized;

  /** Whether what was covered before counts. */
  private boolean coverage;

  /** The hidden units' activation. */
  private Activation activation = Activation.TANH;

  /** For DL4J's JSON; use {@link #AdditiveScore(long)}. */
  public AdditiveScore() {}

  /**
   * The score of the paper.
   *
   * @param attentionSize hidden units of the alignment model, at least 1
   */
  public AdditiveScore(long attentionSize) {
    HiddenUnits.require("AdditiveScore", attentionSize);
    this.attentionSize = attentionSize;
  }

  private AdditiveScore(AdditiveScore other) {
    attentionSize = other.attentionSize;
    normalized = other.normalized;
    coverage = other.coverage;
    activation = other.activation;
  }

  /**
   * The normalised form.
   *
   * @return a new score
   */
  public AdditiveScore normalized() {
    AdditiveScore score = new AdditiveScore(this);
    score.normalized = true;
    return score;
  }

  /**
   * The form that sees what was covered before.
   *
   * @return a new score
   */
  public AdditiveScore withCoverage() {
    AdditiveScore score = new AdditiveScore(this);
    score.coverage = true;
    return score;
  }

  /**
   * Another activation than the paper's tanh.
   *
   * @param other the hidden units' activation
   * @return a new score
   */
  public AdditiveScore withActivation(Activation other) {
    AdditiveScore score = new AdditiveScore(this);
    score.activation = Activations.require("AdditiveScore", other);
    return score;
  }

  /**
   * Hidden units of the alignment model.
   *
   * @return the size
   */
  public long attentionSize() {
    return attentionSize;
  }

  /**
   * Whether this is the paper's form: tanh, neither normalised nor with coverage.
   *
   * @return true if it is
   */
  public boolean isPlain() {
    return !normalized && !coverage && activation == Activation.TANH;
  }

  /**
   * Whether v is normalised.
   *
   * @return true for {@link #normalized}
   */
  public boolean isNormalized() {
    return normalized;
  }

  /**
   * The hidden units' activation.
   *
   * @return tanh, unless another was chosen
   */
  public Activation activation() {
    return activation;
  }

  @Override
  public boolean hasCoverage() {
    return coverage;
  }

  @Override
  public void declareParameters(Parameters parameters, long querySize, long keySize) {
    parameters
        .weight(QUERY_WEIGHT, querySize, attentionSize)
        .weight(KEY_WEIGHT, keySize, attentionSize)
        .weight(ENERGY_WEIGHT, attentionSize, 1);
    if (coverage) {
      parameters.weight(COVERAGE_WEIGHT, 1, attentionSize);
    }
    if (normalized) {
      parameters.bias(SCALE, 1 / Math.sqrt((double) attentionSize), 1, 1);
    }
    if (normalized || coverage) {
      parameters.bias(BIAS, 0, 1, attentionSize);
    }
  }

  @Override
  public Steps prepareKeys(Scope scope, Steps keys) {
    Steps projected = keys.times(scope.parameter(KEY_WEIGHT), attentionSize);
    return normalized || coverage ? projected.plus(scope.parameter(BIAS)) : projected;
  }

  @Override
  public SDVariable energies(Scope scope, Steps queries, Steps keys, SDVariable covered) {
    Steps projected = queries.times(scope.parameter(QUERY_WEIGHT), attentionSize);
    Steps known = coverage ? keys.with(keys.values().add(ofCoverage(scope, covered, keys))) : keys;
    return HiddenUnits.energies(scope, projected, known, activation, energyWeight(scope));
  }

  /** What was covered before, as seen by each hidden unit. */
  private SDVariable ofCoverage(Scope scope, SDVariable covered, Steps keys) {
    return new Steps(covered.reshape(-1, keys.time(), 1), keys.time(), 1)
        .times(scope.parameter(COVERAGE_WEIGHT), attentionSize)
        .values();
  }

  private SDVariable energyWeight(Scope scope) {
    SDVariable v = scope.parameter(ENERGY_WEIGHT);
    if (!normalized) {
      return v;
    }
    SDVariable norm = scope.sameDiff().math.sqrt(v.mul(v).sum(true, 0)); // [1, 1]
    return v.mul(scope.parameter(SCALE).div(norm));
  }

  /**
   * The plain form on arrays, outside a graph, for one query an example; used when a trained
   * decoder is stepped.
   *
   * @param query {@code [batch, querySize]}
   * @param projectedKeys {@code [batch, keyTime, attentionSize]}
   * @param parameters the parameters by name
   * @return {@code [batch, keyTime]}
   */
  public static INDArray stepEnergies(
      INDArray query, INDArray projectedKeys, Map<String, INDArray> parameters) {
    long batch = projectedKeys.size(0);
    long keyTime = projectedKeys.size(1);
    long attentionSize = projectedKeys.size(2);
    INDArray q = query.mmul(parameters.get(QUERY_WEIGHT)).reshape(batch, 1, attentionSize);
    return Transforms.tanh(projectedKeys.add(q), false)
        .reshape(batch * keyTime, attentionSize)
        .mmul(parameters.get(ENERGY_WEIGHT)) // [batch * keyTime, 1]
        .reshape(batch, keyTime);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AdditiveScore that
        && attentionSize == that.attentionSize
        && normalized == that.normalized
        && coverage == that.coverage
        && activation == that.activation;
  }

  @Override
  public int hashCode() {
    return Objects.hash(attentionSize, normalized, coverage, activation);
  }

  @Override
  public String toString() {
    return "additive("
        + attentionSize
        + (normalized ? ", normalised" : "")
        + (coverage ? ", coverage" : "")
        + ")";
  }
}
