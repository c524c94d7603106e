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
    if (!initialState) {
      return List.of(INPUTS, ANNOTATIONS);
    }
    return cell.hasMemory()
        ? List.of(INPUTS, ANNOTATIONS, INITIAL_HIDDEN, INITIAL_CELL)
        : List.of(INPUTS, ANNOTATIONS, INITIAL_HIDDEN);
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
   * The state before the first step.
   *
   * @param scope where
   * @return the inputs of that name, or zeros
   */
  protected final CellState firstState(Scope scope) {
    return new CellState(
        first(scope, INITIAL_HIDDEN), cell.hasMemory() ? first(scope, INITIAL_CELL) : null);
  }

  private SDVariable first(Scope scope, String name) {
    return initialState ? scope.input(name) : scope.draw(name, Nd4j::zeros, stateSize);
  }

  /**
   * The cell on its way through y.
   *
   * @param scope where
   * @param fedSize channels of what each step is fed beside y; 0 if nothing is
   * @return takes the steps
   */
  protected final CellSteps cellSteps(Scope scope, long fedSize) {
    return cell.steps(scope, scope.steps(INPUTS), fedSize, stateSize);
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
