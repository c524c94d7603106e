package io.github.dl4jattention.layers.formula;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;

/** DL4J's activations inside a formula. */
public final class Activations {
  private Activations() {}

  /**
   * Applies an activation.
   *
   * @param activation which
   * @param sameDiff the graph being defined
   * @param x its argument
   * @return a variable of the same shape
   */
  public static SDVariable of(Activation activation, SameDiff sameDiff, SDVariable x) {
    // M2.1's own definition of this one has a slope of zero.
    return activation == Activation.LEAKYRELU
        ? sameDiff.nn.leakyRelu(x, ActivationLReLU.DEFAULT_ALPHA)
        : activation.asSameDiff(sameDiff, x);
  }
}
