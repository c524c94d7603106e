package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.cell.CellState;
import io.github.dl4jattention.layers.cell.CellSteps;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.RealSteps;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.fused.decoder.DecoderKernels;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.score.GeneralScore;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.Activation;

/**
 * A recurrent decoder that looks at the encoder after every step, with the state of that step.
 *
 * <p>Luong, Pham and Manning 2015, "Effective Approaches to Attention-based Neural Machine
 * Translation", section 3. At step t:
 *
 * <pre>
 *   h_t      = cell([y_t ; htilde_(t-1)], h_(t-1))  with input feeding, section 3.3; htilde_0 = 0
 *   h_t      = cell(y_t, h_(t-1))                    without
 *   alpha_tj = softmax_j(score(h_t, a_j))            equation (7), zero where a_j is padding
 *   c_t      = sum_j alpha_tj a_j
 *   htilde_t = tanh([c_t ; h_t] Wc)                  the output, equation (5)
 * </pre>
 *
 * <p>Input feeding is on unless {@link Builder#optInputFeeding} says otherwise; without, all steps
 * are looked at in one product, which is faster. The cell is an LSTM unless {@link
 * Builder#optCell}, the score {@link GeneralScore} unless {@link Builder#optScore} says otherwise.
 * Local attention, section 3.2: {@code optWindow(new MonotonicWindow(D))} is local-m, where step t
 * of y, padding counted, looks around annotation t; {@code optWindow(new PredictiveWindow(D))} is
 * local-p. Distributions and dropout are as in {@link Attention}; a score with coverage sees the
 * sum of the weights of all steps before.
 *
 * <p>Inputs, in this order, their sizes inferred where the graph's input types are given:
 *
 * <ol>
 *   <li>{@value #INPUTS} y: {@code [batch, inputSize, time]}; in training the embedded target, one
 *       step late (teacher forcing);
 *   <li>{@value #ANNOTATIONS} a: {@code [batch, annotationSize, sourceTime]}, the encoder's output;
 *   <li>with {@link Builder#optInitialState}: {@value #INITIAL_HIDDEN} h_0, {@code [batch,
 *       stateSize]}, and for an LSTM {@value #INITIAL_CELL}, its memory, of the same shape;
 *       without, they are zero.
 * </ol>
 *
 * <p>Output: htilde, {@code [batch, outputSize, time]}; outputSize is stateSize by default.
 *
 * <p>Masks are {@code [batch, time]} and {@code [batch, sourceTime]}, 1 = real: padding of the
 * source gets no weight, a source that is all padding gives a context of zeros. Padded steps of y
 * come out zero and leave the state (htilde and the coverage, too) as it was, so that padding
 * changes nothing, wherever it stands; batches that are padded at the end only, or not at all, are
 * faster. The output's mask is that of y.
 *
 * <p>Parameters: those of the score and window, with queries of stateSize and keys of
 * annotationSize; {@value #ATTENTIONAL_WEIGHT} {@code [annotationSize + stateSize, outputSize]},
 * rows of c first; those of the cell, with rows of y first, then of htilde.
 *
 * <p>Errors: a missing state size, inputs of other kinds and sizes than these, and sizes that the
 * score cannot compare are refused when the configuration is built.
 *
 * <pre>{@code
 * graph.addVertex("decoder",
 *     LuongDecoder.builder().setStateSize(64).optWindow(new PredictiveWindow(10)).build(),
 *     "targetEmbedding", "encoder");
 * }</pre>
 *
 * <p>The attention weights, {@code [batch, 1, time, sourceTime]}, are kept on request: see {@link
 * io.github.dl4jattention.layers.runtime.AttentionWeights}. To decode step by step, see {@link
 * io.github.dl4jattention.layers.decode.DecoderStepper}.
 */
public class LuongDecoder extends RecurrentDecoder {
  /** Weight of htilde, {@code [annotationSize + stateSize, outputSize]}: rows of c first. */
  public static final String ATTENTIONAL_WEIGHT = AttentionalState.WEIGHT;

  private static final long serialVersionUID = 1L;

  /** What htilde is made of. */
  private AttentionalState attentional = new AttentionalState();

  /** Whether the cell is fed the htilde of the step before. */
  private boolean inputFeeding = true;

  /** For DL4J's JSON; use {@link #builder()}. */
  public LuongDecoder() {}

  private LuongDecoder(Builder builder) {
    super(builder, builder.alignment(size -> new GeneralScore()));
    attentional = builder.attentional;
    inputFeeding = builder.inputFeeding;
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
  protected long outputSize() {
    return attentional.outputSize(getStateSize());
  }

  @Override
  public void declareParameters(Parameters parameters) {
    alignment().declareParameters(parameters, getStateSize(), getAnnotationSize());
    attentional.declareParameters(parameters, getAnnotationSize(), getStateSize());
    cell().declareParameters(parameters, getInputSize(), fedSize(), getStateSize());
  }

  @Override
  protected long fedSize() {
    return inputFeeding ? outputSize() : 0;
  }

  @Override
  public long carriedSize() {
    return fedSize();
  }

  /** {@inheritDoc} Without input feeding the cell goes first, and all its states look at once. */
  @Override
  public SDVariable define(Scope scope) {
    return inputFeeding ? super.define(scope) : atOnce(scope);
  }

  @Override
  public Optional<Kernel> kernel(Lanes lanes) {
    if (!attentional.isPlain()) {
      return Optional.empty();
    }
    return DecoderKernels.luong(
        kernelSettings(),
        cell(),
        alignment(),
        ATTENTIONAL_WEIGHT,
        outputSize(),
        inputFeeding,
        lanes);
  }

  @Override
  protected DecoderStep step(Scope scope, int t, DecoderSteps at, DecoderStep before) {
    CellState state =
        at.cell()
            .next(t, before.carried(), before.state())
            .orPrevious(at.real(), t, before.state());
    SDVariable context = at.attention().context(state.hidden(), getStateSize());
    SDVariable output = attentional.of(scope, context, state.hidden());
    SDVariable carried = inputFeeding ? at.real().select(t, output, before.carried()) : null;
    return new DecoderStep(state, carried, output);
  }

  private SDVariable atOnce(Scope scope) {
    CellSteps steps = cellSteps(scope);
    RealSteps real = RealSteps.of(scope, INPUTS);
    CellState state = firstState(scope);
    SDVariable[] hidden = new SDVariable[(int) scope.inputShape(INPUTS)[2]];
    for (int t = 0; t < hidden.length; t++) {
      state = steps.next(t, null, state).orPrevious(real, t, state);
      hidden[t] = state.hidden(); // [batch, stateSize]
    }
    long time = hidden.length;
    Steps queries = new Steps(scope.sameDiff().stack(1, hidden), time, getStateSize());
    Steps annotations = scope.steps(ANNOTATIONS);
    Steps contexts =
        alignment().attend(scope, queries, real, annotations, annotations, ANNOTATIONS);
    return attentional.of(scope, contexts, queries).sizeBeforeTime();
  }

  /** Builds a {@link LuongDecoder}: {@code setX} is required, {@code optX} is not. */
  public static final class Builder extends DecoderBuilder<Builder> {
    private AttentionalState attentional = new AttentionalState();
    private boolean inputFeeding = true;

    private Builder() {}

    /**
     * Whether the cell is fed the htilde of the step before; true by default.
     *
     * @param on false for a cell that reads y alone
     * @return this
     */
    public Builder optInputFeeding(boolean on) {
      inputFeeding = on;
      return this;
    }

    /**
     * Channels of htilde; the state's size by default.
     *
     * @param size at least 1
     * @return this
     */
    public Builder optOutputSize(long size) {
      attentional = attentional.withOutputSize("LuongDecoder", size);
      return this;
    }

    /**
     * Activation of htilde; tanh by default.
     *
     * @param activation such as {@code Activation.IDENTITY}
     * @return this
     */
    public Builder optActivation(Activation activation) {
      attentional = attentional.withActivation(activation);
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
     * @throws IllegalStateException if setStateSize is missing, or a dropout is no probability
     */
    public LuongDecoder build() {
      return new LuongDecoder(this);
    }
  }
}
