package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.align.Alignment;
import io.github.dl4jattention.layers.align.AttentionInTurn;
import io.github.dl4jattention.layers.cell.CellState;
import io.github.dl4jattention.layers.cell.CellSteps;
import io.github.dl4jattention.layers.cell.LstmCell;
import io.github.dl4jattention.layers.cell.RecurrentCell;
import io.github.dl4jattention.layers.formula.RealSteps;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import io.github.dl4jattention.layers.fused.decoder.DecoderSettings;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A recurrent cell that looks at the encoder: what {@link BahdanauDecoder} and {@link LuongDecoder}
 * have in common. They differ in when a step looks, before the cell or after it.
 */
public abstract class RecurrentDecoder extends AttentionVertex {
  /** First input: what the decoder reads, {@code [batch, inputSize, time]}. */
  public static final String INPUTS = "inputs";

  /** Second input: the encoder's annotations, {@code [batch, annotationSize, sourceTime]}. */
  public static final String ANNOTATIONS = "annotations";

  /** Third input, with an initial state: {@code [batch, stateSize]}. */
  public static final String INITIAL_HIDDEN = "initialHidden";

  /** Fourth input, with an initial state of a cell with a memory: {@code [batch, stateSize]}. */
  public static final String INITIAL_CELL = "initialCell";

  private static final long serialVersionUID = 1L;

  /** Channels of y; 0 until inferred. */
  private long inputSize;

  /** Channels of an annotation; 0 until inferred. */
  private long annotationSize;

  /** Units of the cell. */
  private long stateSize;

  /** Whether the first state is an input. */
  private boolean initialState;

  /** What the state is made of. */
  private RecurrentCell cell = new LstmCell();

  /** How the decoder looks at the annotations. */
  private Alignment alignment;

  /** For DL4J's JSON. */
  protected RecurrentDecoder() {}

  /**
   * For builders, whose constructors then call {@link #initializeConstraints}.
   *
   * @param builder the builder
   * @param alignment how the decoder looks at the annotations
   */
  protected RecurrentDecoder(DecoderBuilder<?> builder, Alignment alignment) {
    super(builder);
    inputSize = builder.inputSize;
    annotationSize = builder.annotationSize;
    stateSize = builder.stateSize;
    initialState = builder.initialState;
    cell = builder.cell;
    this.alignment = alignment;
  }

  @Override
  public final List<String> inputNames() {
    return initialState
        ? RecurrentVertex.withStates(cell, INPUTS, ANNOTATIONS)
        : List.of(INPUTS, ANNOTATIONS);
  }

  @Override
  protected InputType inferSizes(InputType... inputs) {
    inputSize = Inputs.sequence(describe(), INPUTS, inputs[0], inputSize, "optInputSize");
    annotationSize =
        Inputs.sequence(describe(), ANNOTATIONS, inputs[1], annotationSize, "optAnnotationSize");
    for (int i = 2; i < inputs.length; i++) {
      Inputs.vectors(describe(), "initial states", inputs[i], stateSize, "setStateSize");
    }
    return Inputs.likeSequence(inputs[0], outputSize());
  }

  /**
   * What a kernel has to know.
   *
   * @return names and sizes
   */
  final DecoderSettings kernelSettings() {
    boolean initialMemory = initialState && cell.hasMemory();
    return new DecoderSettings(
        INPUTS,
        ANNOTATIONS,
        initialState ? INITIAL_HIDDEN : null,
        initialMemory ? INITIAL_CELL : null,
        (int) inputSize,
        (int) annotationSize,
        (int) stateSize);
  }

  /**
   * Channels of the output.
   *
   * @return the size
   */
  protected abstract long outputSize();

  /**
   * Channels of what a step hands to the cell of the next, beside y and the state: htilde; 0 if
   * nothing is handed on.
   *
   * @return the size, 0 by default
   */
  public long carriedSize() {
    return 0;
  }

  /**
   * Channels of what the cell is fed beside y.
   *
   * @return the size; 0 if nothing is
   */
  protected abstract long fedSize();

  /**
   * Takes a step.
   *
   * @param scope where
   * @param t index of the step
   * @param at the cell and the attention, at step t
   * @param before the step before it
   * @return the step
   */
  protected abstract DecoderStep step(Scope scope, int t, DecoderSteps at, DecoderStep before);

  /**
   * A single step, as a formula of its own: for decoding, step by step.
   *
   * @param scope where; its input {@value #INPUTS} has one step
   * @param attention how the step looks
   * @param before the step before it
   * @return the step
   */
  public final DecoderStep oneStep(Scope scope, AttentionInTurn attention, DecoderStep before) {
    DecoderSteps at = new DecoderSteps(cellSteps(scope), attention, RealSteps.all());
    return step(scope, 0, at, before);
  }

  @Override
  public SDVariable define(Scope scope) {
    AttentionInTurn attention = attention(scope);
    DecoderSteps at = new DecoderSteps(cellSteps(scope), attention, RealSteps.of(scope, INPUTS));
    SDVariable nothing =
        carriedSize() == 0 ? null : scope.draw("nothingCarried", Nd4j::zeros, carriedSize());
    DecoderStep step = new DecoderStep(firstState(scope), nothing, null);
    SDVariable[] outputs = new SDVariable[(int) scope.inputShape(INPUTS)[2]];
    for (int t = 0; t < outputs.length; t++) {
      step = step(scope, t, at, step);
      outputs[t] = step.output(); // [batch, outputSize]
    }
    attention.nameWeights();
    finish(scope, attention);
    return scope.sameDiff().stack(2, outputs);
  }

  /**
   * After the last step of a sequence: terms of {@link Scope#addLoss} go here. None by default.
   *
   * @param scope where
   * @param attention where all steps have looked
   */
  protected void finish(Scope scope, AttentionInTurn attention) {
    // Nothing beside what comes from above.
  }

  /**
   * The state before the first step.
   *
   * @param scope where
   * @return the inputs of that name, or zeros
   */
  protected final CellState firstState(Scope scope) {
    return RecurrentVertex.firstState(scope, cell, stateSize, initialState);
  }

  /**
   * The cell on its way through y.
   *
   * @param scope where
   * @return takes the steps
   */
  protected final CellSteps cellSteps(Scope scope) {
    return cell.steps(scope, scope.steps(INPUTS), fedSize(), stateSize);
  }

  /**
   * The annotations, to be looked at once a step.
   *
   * @param scope where
   * @return takes a query a step
   */
  protected final AttentionInTurn attention(Scope scope) {
    Steps annotations = scope.steps(ANNOTATIONS);
    RealSteps real = RealSteps.of(scope, INPUTS);
    return alignment.inTurn(scope, real, annotations, annotations, ANNOTATIONS);
  }

  /**
   * How the decoder looks at the annotations.
   *
   * @return the alignment
   */
  public Alignment alignment() {
    return alignment;
  }

  /** For models that were saved before there were alignments. */
  void alignment(Alignment other) {
    alignment = other;
  }

  /**
   * What the state is made of.
   *
   * @return the cell
   */
  public RecurrentCell cell() {
    return cell;
  }

  /** For models that were saved before there were cells. */
  void cell(RecurrentCell other) {
    cell = other;
  }

  /**
   * Channels of y.
   *
   * @return the size; 0 until it is configured or inferred
   */
  public long getInputSize() {
    return inputSize;
  }

  /**
   * Channels of an annotation.
   *
   * @return the size; 0 until it is configured or inferred
   */
  public long getAnnotationSize() {
    return annotationSize;
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
}
