package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.formula.Activations;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import java.io.Serializable;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/**
 * Luong's attentional hidden state, {@code htilde = tanh([c ; h] Wc)}: Luong, Pham and Manning
 * 2015, equation (5). A setting of {@link LuongDecoder} and {@link LuongOutput}, and the one place
 * of the formula.
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE,
    setterVisibility = JsonAutoDetect.Visibility.NONE)
final class AttentionalState implements Serializable {
  /** Weight {@code [contextSize + hiddenSize, outputSize]}: rows of the context first. */
  static final String WEIGHT = "Wc";

  /** Bias {@code [1, outputSize]}, if there is one. */
  static final String BIAS = "bc";

  private static final long serialVersionUID = 1L;

  /** Channels of htilde; 0 for those of h. */
  private long outputSize;

  /** The paper's is tanh. */
  private Activation activation = Activation.TANH;

  /** Whether there is a bias; the paper has none. */
  private boolean bias;

  /** As in the paper. */
  AttentionalState() {}

  private AttentionalState(AttentionalState other) {
    outputSize = other.outputSize;
    activation = other.activation;
    bias = other.bias;
  }

  AttentionalState withOutputSize(String owner, long size) {
    AttentionalState state = new AttentionalState(this);
    state.outputSize = Sizes.atLeastOne(owner, "optOutputSize", size);
    return state;
  }

  AttentionalState withActivation(Activation other) {
    AttentionalState state = new AttentionalState(this);
    state.activation = Objects.requireNonNull(other, "activation");
    return state;
  }

  AttentionalState withBias(boolean on) {
    AttentionalState state = new AttentionalState(this);
    state.bias = on;
    return state;
  }

  /** Whether this is the paper's form, of any size. */
  boolean isPlain() {
    return activation == Activation.TANH && !bias;
  }

  /** Channels of htilde. */
  long outputSize(long hiddenSize) {
    return outputSize == 0 ? hiddenSize : outputSize;
  }

  /** Whether it is as in the paper, but for a bias. */
  boolean isTanh() {
    return activation == Activation.TANH;
  }

  /** Whether there is a bias. */
  boolean hasBias() {
    return bias;
  }

  void declareParameters(Parameters parameters, long contextSize, long hiddenSize) {
    parameters.weight(WEIGHT, contextSize + hiddenSize, outputSize(hiddenSize));
    if (bias) {
      parameters.bias(BIAS, 0, 1, outputSize(hiddenSize));
    }
  }

  /** The formula, for sequences of equally many steps. */
  Steps of(Scope scope, Steps contexts, Steps hidden) {
    SDVariable rows =
        of(
            scope,
            contexts.values().reshape(-1, contexts.size()),
            hidden.values().reshape(-1, hidden.size()));
    long size = outputSize(hidden.size());
    return new Steps(rows.reshape(-1, hidden.time(), size), hidden.time(), size);
  }

  /**
   * The formula, for rows.
   *
   * @param contexts {@code [rows, contextSize]}
   * @param hidden {@code [rows, hiddenSize]}
   * @return {@code [rows, outputSize]}
   */
  SDVariable of(Scope scope, SDVariable contexts, SDVariable hidden) {
    SDVariable both = scope.sameDiff().concat(1, contexts, hidden);
    SDVariable product = both.mmul(scope.parameter(WEIGHT));
    SDVariable sum = bias ? product.add(scope.parameter(BIAS)) : product;
    return Activations.of(activation, scope.sameDiff(), sum);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AttentionalState that
        && outputSize == that.outputSize
        && activation == that.activation
        && bias == that.bias;
  }

  @Override
  public int hashCode() {
    return Objects.hash(outputSize, activation, bias);
  }
}
