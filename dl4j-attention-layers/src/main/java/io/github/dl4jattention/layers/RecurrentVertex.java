package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.cell.CellState;
import io.github.dl4jattention.layers.cell.CellSteps;
import io.github.dl4jattention.layers.cell.LstmCell;
import io.github.dl4jattention.layers.cell.RecurrentCell;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.RealSteps;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.fused.decoder.DecoderKernels;
import io.github.dl4jattention.layers.fused.decoder.DecoderSettings;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A recurrent cell along a sequence, whose first state may be an input: {@code h_t = cell(x_t,
 * h_(t-1))}.
 *
 * <p>This is a decoder without attention, as Cho et al. 2014, "Learning Phrase Representations
 * using RNN Encoder-Decoder", and Sutskever, Vinyals and Le 2014, "Sequence to Sequence Learning
 * with Neural Networks", have it: the encoder's state is the decoder's first. It is also the plain
 * recurrent layer of the cells that have no layer of their own, such as {@code RnnCell}.
 *
 * <p>Inputs, in this order, sizes inferred: {@value #INPUTS} x, {@code [batch, inputSize, time]};
 * with {@link Builder#optInitialState}, {@value #INITIAL_HIDDEN} h_0, {@code [batch, stateSize]},
 * and for a cell with a memory {@value #INITIAL_CELL}, of the same shape; without, they are zero.
 * Output: h, {@code [batch, stateSize, time]}.
 *
 * <p>Masks are {@code [batch, time]}, 1 = real: padded steps come out zero and leave the state as
 * it was. Parameters: the cell's.
 *
 * <p>Errors: a missing state size and inputs of other kinds and sizes are refused when the
 * configuration is built.
 *
 * <pre>{@code
 * .addVertex("decoder",
 *     RecurrentVertex.builder().setStateSize(256).optCell(new GruCell()).optInitialState(true).build(),
 *     "targetEmbedding", "bridge")
 * }</pre>
 */
public class RecurrentVertex extends AttentionVertex {
  /** First input: {@code [batch, inputSize, time]}. */
  public static final String INPUTS = RecurrentDecoder.INPUTS;

  /** Second input, with an initial state: {@code [batch, stateSize]}. */
  public static final String INITIAL_HIDDEN = RecurrentDecoder.INITIAL_HIDDEN;

  /** Third input, with an initial state of a cell with a memory: {@code [batch, stateSize]}. */
  public static final String INITIAL_CELL = RecurrentDecoder.INITIAL_CELL;

  private static final long serialVersionUID = 1L;

  /** Channels of x; 0 until inferred. */
  private long inputSize;

  /** Units of the cell. */
  private long stateSize;

  /** Whether the first state is an input. */
  private boolean initialState;

  /** What the state is made of. */
  private RecurrentCell cell = new LstmCell();

  /** For DL4J's JSON; use {@link #builder()}. */
  public RecurrentVertex() {}

  private RecurrentVertex(Builder builder) {
    super(builder);
    inputSize = builder.inputSize;
    stateSize = Sizes.atLeastOne("RecurrentVertex", "setStateSize", builder.stateSize);
    initialState = builder.initialState;
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
  public List<String> inputNames() {
    return initialState ? withStates(cell, INPUTS) : List.of(INPUTS);
  }

  /** Names of inputs, those of the first states behind them. */
  static List<String> withStates(RecurrentCell cell, String... others) {
    List<String> names = new ArrayList<>(List.of(others));
    names.add(INITIAL_HIDDEN);
    if (cell.hasMemory()) {
      names.add(INITIAL_CELL);
    }
    return List.copyOf(names);
  }

  @Override
  public Optional<String> outputFollows() {
    return Optional.of(INPUTS);
  }

  @Override
  protected InputType inferSizes(InputType... inputs) {
    inputSize = Inputs.sequence(describe(), INPUTS, inputs[0], inputSize, "optInputSize");
    for (int i = 1; i < inputs.length; i++) {
      Inputs.vectors(describe(), "initial states", inputs[i], stateSize, "setStateSize");
    }
    return Inputs.likeSequence(inputs[0], stateSize);
  }

  @Override
  public void declareParameters(Parameters parameters) {
    cell.declareParameters(parameters, inputSize, 0, stateSize);
  }

  @Override
  public boolean attends() {
    return false;
  }

  @Override
  public SDVariable define(Scope scope) {
    CellSteps steps = cell.steps(scope, scope.steps(INPUTS), 0, stateSize);
    RealSteps real = RealSteps.of(scope, INPUTS);
    CellState state = firstState(scope, cell, stateSize, initialState);
    SDVariable[] outputs = new SDVariable[(int) scope.inputShape(INPUTS)[2]];
    for (int t = 0; t < outputs.length; t++) {
      state = steps.next(t, null, state).orPrevious(real, t, state);
      outputs[t] = state.hidden(); // [batch, stateSize]
    }
    return scope.sameDiff().stack(2, outputs);
  }

  /**
   * A single step, as a formula of its own: for decoding, step by step.
   *
   * @param scope where; its input {@value #INPUTS} has one step
   * @param before the state before it
   * @return the state after it
   */
  public CellState oneStep(Scope scope, CellState before) {
    return cell.steps(scope, scope.steps(INPUTS), 0, stateSize).next(0, null, before);
  }

  /** The state before the first step: the inputs of that name, or zeros. */
  static CellState firstState(Scope scope, RecurrentCell cell, long size, boolean given) {
    return new CellState(
        first(scope, INITIAL_HIDDEN, size, given),
        cell.hasMemory() ? first(scope, INITIAL_CELL, size, given) : null);
  }

  private static SDVariable first(Scope scope, String name, long size, boolean given) {
    return given ? scope.input(name) : scope.draw(name, Nd4j::zeros, size);
  }

  @Override
  public Optional<Kernel> kernel(Lanes lanes) {
    return DecoderKernels.plain(
        new DecoderSettings(
            INPUTS,
            null,
            initialState ? INITIAL_HIDDEN : null,
            initialState && cell.hasMemory() ? INITIAL_CELL : null,
            (int) inputSize,
            0,
            (int) stateSize),
        cell,
        lanes);
  }

  /**
   * What the state is made of.
   *
   * @return the cell
   */
  public RecurrentCell cell() {
    return cell;
  }

  /**
   * Channels of x.
   *
   * @return the size; 0 until it is configured or inferred
   */
  public long getInputSize() {
    return inputSize;
  }

  /**
   * Units of the cell.
   *
   * @return the size
   */
  public long getStateSize() {
    return stateSize;
  }

  /**
   * Whether the first state is an input.
   *
   * @return true if it is
   */
  public boolean isInitialState() {
    return initialState;
  }

  /** Builds a {@link RecurrentVertex}: {@code setX} is required, {@code optX} is not. */
  public static final class Builder extends VertexBuilder<Builder> {
    private long inputSize;
    private long stateSize;
    private boolean initialState;
    private RecurrentCell cell = new LstmCell();

    private Builder() {}

    /**
     * Required: units of the cell.
     *
     * @param size at least 1
     * @return this
     */
    public Builder setStateSize(long size) {
      stateSize = size;
      return this;
    }

    /**
     * Channels of x; inferred where the graph's input types are given.
     *
     * @param size at least 1
     * @return this
     */
    public Builder optInputSize(long size) {
      inputSize = Sizes.atLeastOne("RecurrentVertex", "optInputSize", size);
      return this;
    }

    /**
     * What the state is made of; an LSTM by default.
     *
     * @param other such as {@code new GruCell()}
     * @return this
     */
    public Builder optCell(RecurrentCell other) {
      cell = Objects.requireNonNull(other, "cell");
      return this;
    }

    /**
     * Whether the first state is given as further inputs; zeros by default.
     *
     * @param given true to give it
     * @return this
     */
    public Builder optInitialState(boolean given) {
      initialState = given;
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
     * @throws IllegalStateException if setStateSize is missing
     */
    public RecurrentVertex build() {
      return new RecurrentVertex(this);
    }
  }
}
