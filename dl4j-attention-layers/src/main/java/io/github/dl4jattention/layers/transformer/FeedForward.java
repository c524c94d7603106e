package io.github.dl4jattention.layers.transformer;

import io.github.dl4jattention.layers.formula.Activations;
import io.github.dl4jattention.layers.formula.Dropout;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import java.io.Serializable;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/**
 * The feed-forward sub-layer of a Transformer: the same two layers of units for each step.
 *
 * <pre>
 *   RELU     y = max(x W1 + b1, 0) W2 + b2              Vaswani et al. 2017, equation (2)
 *   GELU     y = gelu(x W1 + b1) W2 + b2                Hendrycks and Gimpel 2016
 *   SWIGLU   y = (swish(x W1 + b1) * (x V + bV)) W2 + b2     Shazeer 2020, equation (6)
 *
 *   gelu(u)  = u/2 (1 + tanh(sqrt(2 / pi) (u + 0.044715 u^3)))
 *   swish(u) = u / (1 + exp(-u))
 * </pre>
 *
 * <p>{@code gelu} is Hendrycks and Gimpel's approximation by a hyperbolic tangent, as in BERT and
 * GPT-2 (section 2; in PyTorch {@code approximate="tanh"}); it differs from the exact one by less
 * than 5e-4.
 *
 * <p>Parameters, with {@code inner} units: {@value #FIRST_WEIGHT} and, for SWIGLU, {@value
 * #GATED_WEIGHT} {@code [size, inner]}, {@value #SECOND_WEIGHT} {@code [inner, size]}; with biases
 * also {@value #FIRST_BIAS} and {@value #GATED_BIAS} {@code [1, inner]}, {@value #SECOND_BIAS}
 * {@code [1, size]}. Shazeer's has no biases.
 *
 * <p>Immutable; made by the builders of layers and vertices.
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE,
    setterVisibility = JsonAutoDetect.Visibility.NONE)
public final class FeedForward implements Serializable {
  /** Parameter {@code W1}: {@code [size, inner]}. */
  public static final String FIRST_WEIGHT = "W1";

  /** Parameter {@code V}: {@code [size, inner]}, for SWIGLU only. */
  public static final String GATED_WEIGHT = "V";

  /** Parameter {@code W2}: {@code [inner, size]}. */
  public static final String SECOND_WEIGHT = "W2";

  /** Parameter {@code b1}: {@code [1, inner]}. */
  public static final String FIRST_BIAS = "b1";

  /** Parameter {@code bV}: {@code [1, inner]}, for SWIGLU only. */
  public static final String GATED_BIAS = "bV";

  /** Parameter {@code b2}: {@code [1, size]}. */
  public static final String SECOND_BIAS = "b2";

  /** {@code sqrt(2 / pi)}, in gelu. */
  public static final double GELU_SLOPE = Math.sqrt(2 / Math.PI);

  /** Factor of the cube, in gelu. */
  public static final double GELU_CUBE = 0.044715;

  private static final long serialVersionUID = 1L;

  /** Inner units for each channel, where no number was configured; those of the paper. */
  private static final long UNITS_A_CHANNEL = 4;

  /** What the units do. */
  private Kind kind;

  /** Inner units; 0 for four times the channels. */
  private long innerSize;

  /** Whether there are biases. */
  private boolean biases;

  /** Probability that an inner unit is dropped in training. */
  private double dropProbability;

  /** What the units do. */
  public enum Kind {
    /** Rectified linear units, Vaswani et al. 2017. */
    RELU,
    /** Gaussian error linear units, Hendrycks and Gimpel 2016, as in BERT and GPT-2. */
    GELU,
    /** Units with swish, each times a gate, Shazeer 2020. */
    SWIGLU
  }

  /** For DL4J's JSON; use the builders of layers and vertices. */
  public FeedForward() {}

  /**
   * A feed-forward sub-layer.
   *
   * @param kind what the units do
   * @param innerSize inner units; 0 for four times the channels
   * @param biases whether there are biases
   * @param dropProbability probability that an inner unit is dropped in training
   */
  public FeedForward(Kind kind, long innerSize, boolean biases, double dropProbability) {
    this.kind = kind;
    this.innerSize = innerSize;
    this.biases = biases;
    this.dropProbability = dropProbability;
  }

  /**
   * What the units do.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * Inner units.
   *
   * @param size channels of a step; may be 0 if not yet known
   * @return the number; 0 if not yet known
   */
  public long innerSize(long size) {
    return innerSize == 0 ? UNITS_A_CHANNEL * size : innerSize;
  }

  /**
   * Whether there are biases.
   *
   * @return true if there are
   */
  public boolean biases() {
    return biases;
  }

  /**
   * Probability that an inner unit is dropped in training.
   *
   * @return 0 for none
   */
  public double dropProbability() {
    return dropProbability;
  }

  /**
   * Whether the units have gates.
   *
   * @return true for SWIGLU
   */
  public boolean gated() {
    return kind == Kind.SWIGLU;
  }

  /**
   * Declares the parameters.
   *
   * @param parameters takes them
   * @param size channels of a step; 0 while not yet known
   */
  public void declareParameters(Parameters parameters, long size) {
    declare(parameters, FIRST_WEIGHT, FIRST_BIAS, size, innerSize(size));
    if (gated()) {
      declare(parameters, GATED_WEIGHT, GATED_BIAS, size, innerSize(size));
    }
    declare(parameters, SECOND_WEIGHT, SECOND_BIAS, innerSize(size), size);
  }

  private void declare(Parameters parameters, String weight, String bias, long in, long out) {
    parameters.weight(weight, in, out);
    if (biases) {
      parameters.bias(bias, 0, 1, out);
    }
  }

  /**
   * Defines the output.
   *
   * @param scope where
   * @param steps {@code [batch, time, size]}
   * @return of the same lengths
   */
  public Steps of(Scope scope, Steps steps) {
    long inner = innerSize(steps.size());
    Steps first = projected(scope, steps, FIRST_WEIGHT, FIRST_BIAS, inner);
    Steps units = first.with(activated(scope, first.values()));
    if (gated()) {
      Steps gates = projected(scope, steps, GATED_WEIGHT, GATED_BIAS, inner);
      units = units.with(units.values().mul(gates.values()));
    }
    String name = "feedForwardUnits";
    SDVariable kept = Dropout.of(scope, name, units.values(), dropProbability, steps.time(), inner);
    return projected(scope, units.with(kept), SECOND_WEIGHT, SECOND_BIAS, steps.size());
  }

  private Steps projected(Scope scope, Steps steps, String weight, String bias, long out) {
    Steps product = steps.times(scope.parameter(weight), out);
    return biases ? product.plus(scope.parameter(bias)) : product;
  }

  private SDVariable activated(Scope scope, SDVariable u) {
    return switch (kind) {
      case RELU -> Activations.of(Activation.RELU, scope.sameDiff(), u);
      case GELU -> gelu(scope, u);
      case SWIGLU -> Activations.of(Activation.SWISH, scope.sameDiff(), u);
    };
  }

  private static SDVariable gelu(Scope scope, SDVariable u) {
    SDVariable slope = u.mul(u).mul(GELU_SLOPE * GELU_CUBE).add(GELU_SLOPE);
    return u.mul(0.5).mul(scope.sameDiff().math.tanh(u.mul(slope)).add(1));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeedForward that
        && kind == that.kind
        && innerSize == that.innerSize
        && biases == that.biases
        && dropProbability == that.dropProbability;
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, innerSize, biases, dropProbability);
  }
}
