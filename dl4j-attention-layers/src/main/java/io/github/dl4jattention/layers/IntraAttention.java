package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.align.Alignment;
import io.github.dl4jattention.layers.align.Memory;
import io.github.dl4jattention.layers.align.Tape;
import io.github.dl4jattention.layers.cell.CellState;
import io.github.dl4jattention.layers.cell.CellSteps;
import io.github.dl4jattention.layers.cell.LstmCell;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.RealSteps;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.fused.intra.IntraAttentionKernel;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.score.AdditiveScore;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The long short-term memory-network (LSTMN): an LSTM that keeps all its states on two tapes, and
 * goes on from what it attends to on them instead of from the last one.
 *
 * <p>Cheng, Dong and Lapata 2016, "Long Short-Term Memory-Networks for Machine Reading", section
 * 3.2, equations (4) to (9). At step t, over the steps i before it:
 *
 * <pre>
 *   a_i^t              = v . tanh(Wh h_i + Wx x_t + Whtilde htilde_(t-1))      equation (4)
 *   s^t                = softmax(a^t)                                          equation (5)
 *   [htilde_t ctilde_t] = sum_i s_i^t [h_i c_i]                                 equation (6)
 *   i f g o            = W [htilde_t, x_t]                                     equation (7)
 *   c_t                = sigmoid(f) ctilde_t + sigmoid(i) tanh(g)              equation (8)
 *   h_t                = sigmoid(o) tanh(c_t)                                  equation (9)
 * </pre>
 *
 * <p>At the first step, and before any real one, htilde and ctilde are zero. Beside the paper's,
 * the gates have biases, as {@link LstmCell} has them.
 *
 * <p>Input: {@code [batch, nIn, time]}, nIn inferred; output h: {@code [batch, nOut, time]}. The
 * mask is {@code [batch, time]}, 1 = real: padded steps come out zero and leave nothing on the
 * tapes, so that padding changes nothing, wherever it stands.
 *
 * <p>Parameters: those of {@link AdditiveScore} and {@link LstmCell} under their names there. The
 * paper's Wx and Whtilde are the first nIn and the last nOut rows of {@value
 * AdditiveScore#QUERY_WEIGHT}, its Wh is {@value AdditiveScore#KEY_WEIGHT}; its W is {@value
 * LstmCell#INPUT_WEIGHT} for x and {@value LstmCell#RECURRENT_WEIGHT} for htilde.
 *
 * <p>Errors: a missing nOut, a causal mask, which would change nothing, and an input that is no
 * sequence, are refused when the configuration is built.
 *
 * <pre>{@code
 * new NeuralNetConfiguration.Builder().list()
 *     .layer(IntraAttention.builder().nOut(64).build())
 *     .layer(new RnnOutputLayer.Builder().nOut(5).build())
 * }</pre>
 *
 * <p>The attention weights, {@code [batch, 1, time, time]}, zero from the diagonal on, are kept on
 * request: see {@link io.github.dl4jattention.layers.runtime.AttentionWeights}.
 */
public class IntraAttention extends AttentionLayer {
  private static final long serialVersionUID = 1L;

  /** Units, which are the channels of the output. */
  private long nOut;

  /** How a step looks at the tapes. */
  private Alignment alignment;

  /** Makes a state of what was attended to. */
  private LstmCell cell = new LstmCell();

  /** For DL4J's JSON; use {@link #builder()}. */
  public IntraAttention() {}

  private IntraAttention(Builder builder) {
    super(builder);
    nOut = Sizes.atLeastOne("IntraAttention", "nOut", builder.outputSize);
    long hidden = builder.attentionSize == 0 ? nOut : builder.attentionSize;
    builder.draft.score(new AdditiveScore(hidden));
    alignment = builder.draft.alignment("IntraAttention");
    cell = builder.cell;
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
  protected InputType outputType(InputType.InputTypeRecurrent input) {
    return Inputs.likeSequence(input, nOut);
  }

  @Override
  public void declareParameters(Parameters parameters) {
    alignment.declareParameters(parameters, getNIn() + nOut, nOut);
    cell.declareParameters(parameters, getNIn(), 0, nOut);
  }

  @Override
  public SDVariable define(Scope scope) {
    Steps inputs = scope.steps(INPUT);
    int time = (int) inputs.time();
    SDVariable[] input = scope.sameDiff().unstack(inputs.values(), 1, time); // [batch, nIn]
    CellSteps steps = cell.steps(scope, inputs, 0, nOut);
    Tape tape = alignment.tape(scope, INPUT);
    RealSteps real = RealSteps.of(scope, INPUT);
    SDVariable zeros = scope.draw("noState", Nd4j::zeros, nOut);
    CellState attended = new CellState(zeros, zeros); // htilde, ctilde
    SDVariable[] weights = new SDVariable[time];
    SDVariable[] outputs = new SDVariable[time];
    weights[0] = scope.draw("noWeights", Nd4j::zeros, 1, time);
    for (int t = 0; t < time; t++) {
      if (t > 0) {
        Memory memory = tape.memory();
        SDVariable query = scope.sameDiff().concat(1, input[t], attended.hidden());
        SDVariable ofStep = memory.weights(row(query, getNIn() + nOut), t, null); // [batch, 1, t]
        weights[t] = asWideAsAll(scope, ofStep, t, time);
        Steps context = memory.contexts(ofStep, 1, "dropout" + t);
        attended = fromTapes(scope, context).orPrevious(real, t, attended);
      }
      CellState state = steps.next(t, null, attended);
      SDVariable both = scope.sameDiff().concat(1, state.hidden(), state.memory());
      tape.append(row(state.hidden(), nOut), row(both, 2 * nOut));
      outputs[t] = state.hidden(); // [batch, nOut]
    }
    scope.attentionWeights(time == 1 ? weights[0] : scope.sameDiff().concat(1, weights));
    return scope.sameDiff().stack(2, outputs);
  }

  @Override
  public Optional<Kernel> kernel(Lanes lanes) {
    return IntraAttentionKernel.of(INPUT, getNIn(), alignment, cell, nOut, lanes);
  }

  private static Steps row(SDVariable vector, long size) {
    return new Steps(vector.reshape(-1, 1, size), 1, size);
  }

  private CellState fromTapes(Scope scope, Steps context) {
    SDVariable both = context.values().reshape(-1, 2 * nOut);
    SDVariable[] parts = scope.sameDiff().split(both, 2, 1);
    return new CellState(parts[0], parts[1]);
  }

  /** Weights {@code [batch, 1, written]} with zeros for the steps not written yet. */
  private static SDVariable asWideAsAll(Scope scope, SDVariable weights, int written, int time) {
    // A product with ones on the diagonal: M2.1's padding logs a warning at each use.
    INDArray places = Nd4j.zeros(DataType.DOUBLE, written, time);
    for (int i = 0; i < written; i++) {
      places.putScalar(i, i, 1);
    }
    SDVariable rows = weights.reshape(-1, written);
    return Steps.product(rows, written, scope.constant(places), time).reshape(-1, 1, time);
  }

  /** Builds an {@link IntraAttention}: nOut is required, the rest is not. */
  @SuppressWarnings("unchecked") // DL4J declares a build() of any layer.
  public static final class Builder extends LayerBuilder<Builder>
      implements AlignmentOptions<Builder> {
    private final Draft draft = new Draft();
    private long outputSize;
    private long attentionSize;
    private LstmCell cell = new LstmCell();

    private Builder() {}

    /**
     * Required: units, which are the channels of the output.
     *
     * @param size at least 1
     * @return this
     */
    public Builder nOut(long size) {
      outputSize = size;
      return this;
    }

    /**
     * Hidden units of the score; nOut by default.
     *
     * @param size at least 1
     * @return this
     */
    public Builder optAttentionSize(long size) {
      attentionSize = Sizes.atLeastOne("IntraAttention", "optAttentionSize", size);
      return this;
    }

    /**
     * The LSTM; its usual form by default.
     *
     * @param other such as {@code new LstmCell().withForgetGateBias(0)}
     * @return this
     */
    public Builder optCell(LstmCell other) {
      cell = Objects.requireNonNull(other, "cell");
      return this;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if true: a step never looks at later ones
     */
    @Override
    public Builder optCausal(boolean causal) {
      Causality.refuse(
          causal, "IntraAttention", "a step looks at what comes before it alone, in any case");
      return this;
    }

    @Override
    public Draft draft() {
      return draft;
    }

    @Override
    public Builder self() {
      return this;
    }

    @Override
    public IntraAttention build() {
      return new IntraAttention(this);
    }
  }
}
