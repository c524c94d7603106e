package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.fused.FusedKernels;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.Activation;

/**
 * Luong's attentional hidden state of every step, from its context and its hidden state: {@code
 * htilde_t = tanh([c_t ; h_t] Wc)}.
 *
 * <p>Luong, Pham and Manning 2015, equation (5): what follows a global {@link Attention} of a
 * decoder's states over an encoder's. With the cell and the attention in one vertex, and with input
 * feeding, it is {@link LuongDecoder}.
 *
 * <p>Inputs, in this order, sizes inferred: {@value #CONTEXT} c, {@code [batch, contextSize,
 * time]}; {@value #HIDDEN} h, {@code [batch, size, time]}. Output: {@code [batch, outputSize,
 * time]}; outputSize is that of h by default.
 *
 * <p>Masks are {@code [batch, time]}, 1 = real: padded steps come out zero. The output's mask is
 * that of h.
 *
 * <p>Parameters: {@value #WEIGHT} {@code [contextSize + size, outputSize]}, rows of c first; with
 * {@link Builder#optBias} also {@value #BIAS} {@code [1, outputSize]}.
 *
 * <p>Errors: inputs that are no sequences are refused when the configuration is built, sequences of
 * different lengths when it is run.
 *
 * <pre>{@code
 * graph
 *     .addVertex("context",
 *         Attention.builder().setScore(new GeneralScore()).build(), "decoder", "encoder")
 *     .addVertex("attentional", LuongOutput.builder().build(), "context", "decoder");
 * }</pre>
 */
public class LuongOutput extends AttentionVertex {
  /** First input: {@code [batch, contextSize, time]}. */
  public static final String CONTEXT = "context";

  /** Second input: {@code [batch, size, time]}. */
  public static final String HIDDEN = "hidden";

  /** Weight {@code [contextSize + size, outputSize]}: rows of the context first. */
  public static final String WEIGHT = AttentionalState.WEIGHT;

  /** Bias {@code [1, outputSize]}, if there is one. */
  public static final String BIAS = AttentionalState.BIAS;

  private static final long serialVersionUID = 1L;

  /** Channels of a context; 0 until inferred. */
  private long contextSize;

  /** Channels of a hidden state; 0 until inferred. */
  private long hiddenSize;

  /** What the output is made of. */
  private AttentionalState attentional = new AttentionalState();

  /** For DL4J's JSON; use {@link #builder()}. */
  public LuongOutput() {}

  private LuongOutput(Builder builder) {
    super(builder);
    contextSize = builder.contextSize;
    hiddenSize = builder.hiddenSize;
    attentional = builder.attentional;
    initializeConstraints(builder);
  }

  /**
   * Starts a configuration.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public List<String> inputNames() {
    return List.of(CONTEXT, HIDDEN);
  }

  @Override
  public Optional<String> outputFollows() {
    return Optional.of(HIDDEN);
  }

  @Override
  protected InputType inferSizes(InputType... inputs) {
    contextSize = Inputs.sequence(describe(), CONTEXT, inputs[0], contextSize, "optContextSize");
    hiddenSize = Inputs.sequence(describe(), HIDDEN, inputs[1], hiddenSize, "optHiddenSize");
    requireTimes(Inputs.time(inputs[0]), Inputs.time(inputs[1]));
    return Inputs.likeSequence(inputs[1], attentional.outputSize(hiddenSize));
  }

  @Override
  public void declareParameters(Parameters parameters) {
    attentional.declareParameters(parameters, contextSize, hiddenSize);
  }

  @Override
  public boolean attends() {
    return false;
  }

  @Override
  public SDVariable define(Scope scope) {
    Steps contexts = scope.steps(CONTEXT);
    Steps hidden = scope.steps(HIDDEN);
    return attentional.of(scope, contexts, hidden).sizeBeforeTime();
  }

  private void requireTimes(long contexts, long hidden) {
    if (contexts > 0 && hidden > 0 && contexts != hidden) { // Both are known.
      throw new IllegalArgumentException(
          "%s needs a context for each hidden state, got %d for %d: the queries of the attention"
                  .formatted(describe(), contexts, hidden)
              + " must be these hidden states");
    }
  }

  @Override
  public Optional<Kernel> kernel(Lanes lanes) {
    if (!attentional.isTanh()) {
      return Optional.empty();
    }
    return Optional.of(
        FusedKernels.attentional(
            new FusedKernels.Attentional(
                CONTEXT,
                HIDDEN,
                WEIGHT,
                attentional.hasBias() ? BIAS : null,
                contextSize,
                hiddenSize,
                attentional.outputSize(hiddenSize),
                this::requireTimes),
            lanes));
  }

  /** Builds a {@link LuongOutput}; nothing is required. */
  public static final class Builder extends VertexBuilder<Builder> {
    private long contextSize;
    private long hiddenSize;
    private AttentionalState attentional = new AttentionalState();

    private Builder() {}

    /**
     * Channels of a context; inferred where the graph's input types are given.
     *
     * @param size at least 1
     * @return this
     */
    public Builder optContextSize(long size) {
      contextSize = Sizes.atLeastOne("LuongOutput", "optContextSize", size);
      return this;
    }

    /**
     * Channels of a hidden state; inferred where the graph's input types are given.
     *
     * @param size at least 1
     * @return this
     */
    public Builder optHiddenSize(long size) {
      hiddenSize = Sizes.atLeastOne("LuongOutput", "optHiddenSize", size);
      return this;
    }

    /**
     * Channels of the output; those of a hidden state by default.
     *
     * @param size at least 1
     * @return this
     */
    public Builder optOutputSize(long size) {
      attentional = attentional.withOutputSize("LuongOutput", size);
      return this;
    }

    /**
     * The activation; tanh by default.
     *
     * @param activation such as {@code Activation.IDENTITY}
     * @return this
     */
    public Builder optActivation(Activation activation) {
      attentional = attentional.withActivation(activation);
      return this;
    }

    /**
     * Whether a bias is added; the paper has none, and it is off by default.
     *
     * @param on true for a bias
     * @return this
     */
    public Builder optBias(boolean on) {
      attentional = attentional.withBias(on);
      return this;
    }

    @Override
    public Builder self() {
      return this;
    }

    /**
     * The vertex.
     *
     * @return a new configuration
     */
    public LuongOutput build() {
      return new LuongOutput(this);
    }
  }
}
