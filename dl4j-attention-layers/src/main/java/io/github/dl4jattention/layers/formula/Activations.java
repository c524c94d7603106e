package io.github.dl4jattention.layers.formula;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;

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
    return activation.asSameDiff(sameDiff, x);
  }
}
