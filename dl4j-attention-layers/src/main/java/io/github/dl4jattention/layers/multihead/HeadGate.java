package io.github.dl4jattention.layers.multihead;

import io.github.dl4jattention.layers.formula.Heads;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A learned gate for each head: {@code head_h = g_h head_h}.
 *
 * <p>Voita, Talbot, Moiseev, Sennrich and Titov 2019, "Analyzing Multi-Head Self-Attention",
 * section 5.1, has such gates, independent of the input, to find the heads that can go; there they
 * are drawn at random in training (a relaxation of the L0 norm), here they are numbers. The gate is
 * the parameter itself, at first 1; {@link #sigmoid} keeps it between 0 and 1.
 *
 * <p>Parameter: {@value #GATE} {@code [1, heads]}.
 */
public final class HeadGate implements HeadHook {
  /** The parameter: {@code [1, heads]}. */
  public static final String GATE = "headGate";

  private static final long serialVersionUID = 1L;

  /** Whether the gate is the parameter's sigmoid. */
  private boolean sigmoid;

  /** Gates that may take any value. */
  public HeadGate() {}

  /**
   * Gates between 0 and 1: {@code g_h = 1 / (1 + exp(-headGate_h))}, with parameters that are at
   * first 2, so that gates are at first 0.88.
   *
   * @return a new gate
   */
  public HeadGate sigmoid() {
    HeadGate gate = new HeadGate();
    gate.sigmoid = true;
    return gate;
  }

  /**
   * Whether the gate is the parameter's sigmoid.
   *
   * @return false if it is the parameter itself
   */
  public boolean isSigmoid() {
    return sigmoid;
  }

  @Override
  public void declareParameters(Parameters parameters, long heads, long headSize) {
    parameters.bias(GATE, sigmoid ? 2 : 1, 1, heads);
  }

  @Override
  public Heads apply(Scope scope, Heads outputs) {
    SDVariable parameter = scope.parameter(GATE);
    SDVariable gate = sigmoid ? scope.sameDiff().nn.sigmoid(parameter) : parameter;
    return outputs.with(outputs.values().mul(gate.reshape(1, outputs.count(), 1, 1)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HeadGate that && sigmoid == that.sigmoid;
  }

  @Override
  public int hashCode() {
    return Objects.hash(sigmoid);
  }

  @Override
  public String toString() {
    return sigmoid ? "sigmoid gate" : "gate";
  }
}
