package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.align.AttentionInTurn;
import io.github.dl4jattention.layers.cell.CellState;
import io.github.dl4jattention.layers.cell.LstmCell;
import io.github.dl4jattention.layers.cell.RecurrentCell;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.fused.decoder.DecoderKernels;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.score.AdditiveScore;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A recurrent decoder that looks at the encoder before every step, with the state of the step
 * before.
 *
 * <p>Bahdanau, Cho and Bengio 2014, "Neural Machine Translation by Jointly Learning to Align and
 * Translate", section 3.1, equations (4) to (6), and appendix A.1. At step t:
 *
 * <pre>
 *   e_tj     = v . tanh(h_(t-1) Wq + a_j Wk)      alignment model, equation (6)
 *   alpha_tj = softmax_j(e_tj), zero where a_j is padding
 *   c_t      = sum_j alpha_tj a_j                  context, equation (5)
 *   h_t      = cell([y_t ; c_t], h_(t-1))          the output, equation (4)
 * </pre>
 *
 * <p>With {@link Builder#optContextGate} a step decides how much of what it saw it takes, by one
 * number for all channels: Xu et al. 2015, "Show, Attend and Tell", section 4.2.1. The gated
 * context takes the place of the context in all that follows:
 *
 * <pre>
 *   beta_t = sigmoid(h_(t-1) Wbeta + bbeta)
 *   c_t    = beta_t sum_j alpha_tj a_j
 * </pre>
 *
 * <p>With {@link Builder#optDoublyStochastic} each annotation shall be looked at about once over
 * all steps: training minimises, beside what comes from above, equation (14) of the same paper for
 * each example, over its real steps and real annotations:
 *
 * <pre>
 *   lambda sum_j (1 - sum_t alpha_tj)^2
 * </pre>
 *
 * <p>It is a term of the gradient, not of the score that DL4J reports.
 *
 * <p>The cell is an LSTM unless {@link Builder#optCell} says otherwise; the paper's gated unit is
 * {@code new GruCell().resetBefore()}. The score is additive unless {@link Builder#optScore} says
 * otherwise; with coverage it sees the sum of the weights of all steps before. Windows,
 * distributions and dropout are as in {@link Attention}.
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
 * <p>Output: h, {@code [batch, stateSize, time]}; with {@link Builder#optContextOutput} {@code [h ;
 * c]}, {@code [batch, stateSize + annotationSize, time]}.
 *
 * <p>Masks are {@code [batch, time]} and {@code [batch, sourceTime]}, 1 = real: padding of the
 * source gets no weight, a source that is all padding gives a context of zeros. Padded steps of y
 * come out zero and leave the state (and the coverage) as it was, so that padding changes nothing,
 * wherever it stands; batches that are padded at the end only, or not at all, are faster. The
 * output's mask is that of y.
 *
 * <p>Parameters: those of the score and window, with queries of stateSize and keys of
 * annotationSize; those of the cell, with rows of y first, then of c; of the gate {@value
 * #GATE_WEIGHT} {@code [stateSize, 1]} and {@value #GATE_BIAS} {@code [1, 1]}.
 *
 * <p>Errors: a missing state size, inputs of other kinds and sizes than these, and sizes that the
 * score cannot compare are refused when the configuration is built.
 *
 * <pre>{@code
 * graph.addVertex("decoder",
 *     BahdanauDecoder.builder().setStateSize(64).build(), "targetEmbedding", "encoder");
 * }</pre>
 *
 * <p>The attention weights, {@code [batch, 1, time, sourceTime]}, are kept on request: see {@link
 * io.github.dl4jattention.layers.runtime.AttentionWeights}. To decode step by step, see {@link
 * io.github.dl4jattention.layers.decode.DecoderStepper}.
 */
public class BahdanauDecoder extends RecurrentDecoder {
  /** Input weights of the cell, {@code [inputSize + annotationSize, gates * stateSize]}. */
  public static final String INPUT_WEIGHT = RecurrentCell.INPUT_WEIGHT;

  /** Recurrent weights of the cell, {@code [stateSize, gates * stateSize]}. */
  public static final String RECURRENT_WEIGHT = RecurrentCell.RECURRENT_WEIGHT;

  /** Bias of the cell, {@code [1, gates * stateSize]}. */
  public static final String BIAS = RecurrentCell.BIAS;

  /** Weights of the gate, {@code [stateSize, 1]}. */
  public static final String GATE_WEIGHT = "Wbeta";

  /** Bias of the gate, {@code [1, 1]}. */
  public static final String GATE_BIAS = "bbeta";

  private static final long serialVersionUID = 1L;

  /** Whether the output has the context behind the state. */
  private boolean contextOutput;

  /** Whether the context is multiplied by a gate. */
  private boolean contextGate;

  /** Lambda of the doubly stochastic regularisation; 0 for none. */
  private double doublyStochastic;

  /** For DL4J's JSON; use {@link #builder()}. */
  public BahdanauDecoder() {}

  private BahdanauDecoder(Builder builder) {
    super(builder, builder.alignment(AdditiveScore::new));
    contextOutput = builder.contextOutput;
    contextGate = builder.contextGate;
    doublyStochastic = builder.doublyStochastic;
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
    return getStateSize() + (contextOutput ? getAnnotationSize() : 0);
  }

  @Override
  public void declareParameters(Parameters parameters) {
    alignment().declareParameters(parameters, getStateSize(), getAnnotationSize());
    cell().declareParameters(parameters, getInputSize(), getAnnotationSize(), getStateSize());
    if (contextGate) {
      parameters.weight(GATE_WEIGHT, getStateSize(), 1).bias(GATE_BIAS, 0, 1, 1);
    }
  }

  @Override
  protected long fedSize() {
    return getAnnotationSize();
  }

  @Override
  protected DecoderStep step(Scope scope, int t, DecoderSteps at, DecoderStep before) {
    SDVariable context = gated(scope, at, before.state().hidden());
    CellState state =
        at.cell().next(t, context, before.state()).orPrevious(at.real(), t, before.state());
    SDVariable output =
        contextOutput ? scope.sameDiff().concat(1, state.hidden(), context) : state.hidden();
    return new DecoderStep(state, null, output);
  }

  private SDVariable gated(Scope scope, DecoderSteps at, SDVariable hidden) {
    SDVariable context = at.attention().context(hidden, getStateSize()); // [batch, annotationSize]
    if (!contextGate) {
      return context;
    }
    SDVariable sum =
        Steps.product(hidden, getStateSize(), scope.parameter(GATE_WEIGHT), 1)
            .add(scope.parameter(GATE_BIAS));
    return context.mul(scope.sameDiff().nn.sigmoid(sum)); // by [batch, 1]
  }

  @Override
  protected void finish(Scope scope, AttentionInTurn attention) {
    if (doublyStochastic > 0) {
      SDVariable missing = attention.missing(); // [batch, 1, sourceTime]
      scope.addLoss(missing.mul(missing).sum().mul(doublyStochastic));
    }
  }

  @Override
  public Optional<Kernel> kernel(Lanes lanes) {
    return DecoderKernels.bahdanau(
        kernelSettings(),
        cell(),
        alignment(),
        new DecoderKernels.Bahdanau(
            contextOutput,
            contextGate ? GATE_WEIGHT : null,
            contextGate ? GATE_BIAS : null,
            doublyStochastic),
        lanes);
  }

  /**
   * Whether the output has the context behind the state.
   *
   * @return true for {@link Builder#optContextOutput}
   */
  public boolean isContextOutput() {
    return contextOutput;
  }

  /**
   * Whether the context is multiplied by a gate.
   *
   * @return true for {@link Builder#optContextGate}
   */
  public boolean isContextGate() {
    return contextGate;
  }

  /**
   * How much it counts that each annotation is looked at about once.
   *
   * @return lambda of {@link Builder#optDoublyStochastic}; 0 for none
   */
  public double getDoublyStochastic() {
    return doublyStochastic;
  }

  /** Reads models of version 0.1.0, which had the size in the place of the alignment. */
  @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
  void setAttentionSize(long attentionSize) {
    alignment(new AlignmentOptions.Draft(new AdditiveScore(attentionSize)).alignment(describe()));
  }

  /** Reads models of version 0.1.0, which had this in the place of the cell. */
  @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
  void setForgetGateBias(double bias) {
    cell(new LstmCell().withForgetGateBias(bias));
  }

  /** Builds a {@link BahdanauDecoder}: {@code setX} is required, {@code optX} is not. */
  public static final class Builder extends DecoderBuilder<Builder> {
    private boolean contextOutput;
    private boolean contextGate;
    private double doublyStochastic;

    private Builder() {}

    /**
     * Whether the output has the context behind the state, {@code [h_t ; c_t]}, for a readout that
     * sees both (Bahdanau 2014, A.2.2); false by default.
     *
     * @param on true for an output of {@code [batch, stateSize + annotationSize, time]}
     * @return this
     */
    public Builder optContextOutput(boolean on) {
      contextOutput = on;
      return this;
    }

    /**
     * Whether the context is multiplied by a gate, a number from 0 to 1 that the state before the
     * step gives (Xu 2015, 4.2.1); false by default.
     *
     * @param on true for the gate
     * @return this
     */
    public Builder optContextGate(boolean on) {
      contextGate = on;
      return this;
    }

    /**
     * Regularises the attention towards looking at each annotation about once over all steps (Xu
     * 2015, equation (14)); 0, not at all, by default.
     *
     * @param lambda its weight, at least 0; the paper's form has 1
     * @return this
     * @throws IllegalArgumentException if it is no such number
     */
    public Builder optDoublyStochastic(double lambda) {
      if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "BahdanauDecoder: optDoublyStochastic must be at least 0, such as 1, got " + lambda);
      }
      doublyStochastic = lambda;
      return this;
    }

    /**
     * Hidden units of the additive score, the state's size by default: the same as {@code
     * optScore(new AdditiveScore(size))}.
     *
     * @param size at least 1
     * @return this
     */
    public Builder optAttentionSize(long size) {
      Sizes.atLeastOne("BahdanauDecoder", "optAttentionSize", size);
      return optScore(new AdditiveScore(size));
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
    public BahdanauDecoder build() {
      return new BahdanauDecoder(this);
    }
  }
}
