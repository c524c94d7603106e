package io.github.dl4jattention.layers.formula;

import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;

/**
 * DL4J's activations inside a formula, with the same values and right gradients.
 *
 * <p>{@link Activation#asSameDiff} has neither: in 1.0.0-M2.1 a leaky ReLU does not leak there, and
 * eight activations are missing.
 */
public final class Activations {
  /** DL4J has it in single precision, whatever the network's. */
  private static final double HARD_SIGMOID_SLOPE = (double) 0.2f;

  private Activations() {}

  /**
   * Refuses an activation that is no function of one number, when a configuration is built.
   *
   * @param owner who has it, for the message
   * @param activation which
   * @return the activation
   * @throws IllegalArgumentException for RRELU and SOFTMAX
   */
  public static Activation require(String owner, Activation activation) {
    Objects.requireNonNull(activation, "activation");
    if (activation == Activation.RRELU) {
      throw new IllegalArgumentException(
          owner + ": RRELU draws its slope at random, which is not supported; use LEAKYRELU");
    }
    if (activation == Activation.SOFTMAX) {
      throw new IllegalArgumentException(
          owner
              + ": SOFTMAX is no activation of single units, it compares them; use another, such as"
              + " TANH");
    }
    return activation;
  }

  /**
   * Applies an activation.
   *
   * @param activation which
   * @param sameDiff the graph being defined
   * @param x its argument
   * @return a variable of the same shape
   */
  public static SDVariable of(Activation activation, SameDiff sameDiff, SDVariable x) {
    return switch (require("Activations", activation)) {
      case CUBE -> x.mul(x).mul(x);
      case ELU -> sameDiff.nn.elu(x);
      case GELU -> sameDiff.nn.gelu(x);
      case HARDSIGMOID -> between(sameDiff, x.mul(HARD_SIGMOID_SLOPE).add(0.5), 0, 1);
      case HARDTANH -> between(sameDiff, x, -1, 1);
      case IDENTITY -> x;
      case LEAKYRELU -> sameDiff.nn.leakyRelu(x, 0.01);
      case MISH -> x.mul(sameDiff.math.tanh(sameDiff.nn.softplus(x)));
      case RATIONALTANH -> sameDiff.math.rationalTanh(x);
      case RECTIFIEDTANH -> sameDiff.math.tanh(sameDiff.nn.relu(x, 0));
      case RELU -> sameDiff.nn.relu(x, 0);
      case RELU6 -> sameDiff.nn.relu6(x, 0);
      case SELU -> sameDiff.nn.selu(x);
      case SIGMOID -> sameDiff.nn.sigmoid(x);
      case SOFTPLUS -> sameDiff.nn.softplus(x);
      case SOFTSIGN -> sameDiff.nn.softsign(x);
      case SWISH -> x.mul(sameDiff.nn.sigmoid(x));
      case TANH -> sameDiff.math.tanh(x);
      case THRESHOLDEDRELU -> x.mul(x.gt(1).castTo(x.dataType()));
      default ->
          throw new IllegalArgumentException("Activations: " + activation + " is not supported");
    };
  }

  private static SDVariable between(SameDiff sameDiff, SDVariable x, double low, double high) {
    SDVariable aboveLow = sameDiff.math.max(x, sameDiff.constant(low).castTo(x.dataType()));
    return sameDiff.math.min(aboveLow, sameDiff.constant(high).castTo(x.dataType()));
  }
}
