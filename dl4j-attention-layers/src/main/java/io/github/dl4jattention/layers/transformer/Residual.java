package io.github.dl4jattention.layers.transformer;

import io.github.dl4jattention.layers.formula.Dropout;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.StepNorm;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.kernel.PartName;
import java.io.Serializable;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/**
 * The residual connection around a sub-layer f of a Transformer, with its normalisation.
 *
 * <pre>
 *   pre-norm    y = x + dropout(f(norm(x)))             Xiong et al. 2020, figure 1 (b)
 *   post-norm   y = norm(x + dropout(f(x)))             Vaswani et al. 2017, 3.1 and 5.4
 * </pre>
 *
 * <p>Parameters of the sub-layer {@code name}: {@code nameNormGain} and, for a layer norm with
 * biases, {@code nameNormBias}, both {@code [1, size]}; see {@link StepNorm}.
 *
 * <p>Immutable; made by the builders of layers and vertices.
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE,
    setterVisibility = JsonAutoDetect.Visibility.NONE)
public final class Residual implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Whether the norm is before the sub-layer, and not after the sum. */
  private boolean preNorm;

  /** Whether the norm is a layer norm, and not a root mean square norm. */
  private boolean centred;

  /** Whether a layer norm has a bias. */
  private boolean biases;

  /** Added to the mean of squares. */
  private double epsilon;

  /** Probability that a number of the sub-layer's output is dropped in training. */
  private double dropProbability;

  /** For DL4J's JSON; use the builders of layers and vertices. */
  public Residual() {}

  /**
   * A residual connection.
   *
   * @param preNorm whether the norm is before the sub-layer, and not after the sum
   * @param centred whether the norm is a layer norm, and not a root mean square norm
   * @param biases whether a layer norm has a bias
   * @param epsilon added to the mean of squares
   * @param dropProbability probability that a number of the sub-layer's output is dropped
   */
  public Residual(
      boolean preNorm, boolean centred, boolean biases, double epsilon, double dropProbability) {
    this.preNorm = preNorm;
    this.centred = centred;
    this.biases = biases;
    this.epsilon = epsilon;
    this.dropProbability = dropProbability;
  }

  /**
   * Whether the norm is before the sub-layer.
   *
   * @return false if it is after the sum
   */
  public boolean preNorm() {
    return preNorm;
  }

  /**
   * Probability that a number of the sub-layer's output is dropped in training.
   *
   * @return 0 for none
   */
  public double dropProbability() {
    return dropProbability;
  }

  /**
   * The normalisation.
   *
   * @return its formula
   */
  public StepNorm norm() {
    return new StepNorm(centred, true, centred && biases, epsilon);
  }

  /**
   * The part that a sub-layer's norm is, see {@link Scope#within}.
   *
   * @param name the sub-layer's
   * @return such as {@code attentionNorm}
   */
  public static String normOf(String name) {
    return PartName.of(name, "norm");
  }

  /**
   * Declares the parameters of a sub-layer's norm.
   *
   * @param parameters takes them
   * @param name the sub-layer's
   * @param size channels of a step; 0 while not yet known
   */
  public void declareParameters(Parameters parameters, String name, long size) {
    parameters.within(normOf(name), () -> norm().declareParameters(parameters, size));
  }

  /**
   * Goes around a sub-layer.
   *
   * @param scope where
   * @param name the sub-layer's
   * @param x {@code [batch, time, size]}
   * @param sublayer gives steps of the same lengths
   * @return of the same lengths
   */
  public Steps around(Scope scope, String name, Steps x, UnaryOperator<Steps> sublayer) {
    Steps branch = sublayer.apply(preNorm ? normalized(scope, name, x) : x);
    SDVariable kept =
        Dropout.of(
            scope,
            PartName.of(name, "residual"),
            branch.values(),
            dropProbability,
            x.time(),
            x.size());
    Steps sum = x.with(x.values().add(kept));
    return preNorm ? sum : normalized(scope, name, sum);
  }

  private Steps normalized(Scope scope, String name, Steps steps) {
    return scope.within(normOf(name), () -> norm().of(scope, steps));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Residual that
        && preNorm == that.preNorm
        && centred == that.centred
        && biases == that.biases
        && epsilon == that.epsilon
        && dropProbability == that.dropProbability;
  }

  @Override
  public int hashCode() {
    return Objects.hash(preNorm, centred, biases, epsilon, dropProbability);
  }
}
