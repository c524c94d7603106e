package io.github.dl4jattention.layers.decode;

import io.github.dl4jattention.layers.BahdanauDecoder;
import io.github.dl4jattention.layers.RecurrentDecoder;
import io.github.dl4jattention.layers.RecurrentVertex;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.LanesProvider;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.runtime.AttentionGraphVertex;
import io.github.dl4jattention.layers.runtime.Masks;
import io.github.dl4jattention.layers.score.AdditiveScore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs a trained recurrent decoder one step at a time: a {@link BahdanauDecoder}, a {@code
 * LuongDecoder} or, without attention, a {@link RecurrentVertex}, with all their settings.
 *
 * <p>N steps give what the graph gives for a sequence of N; a step costs the same at word 5 and at
 * word 50. What depends on the source alone, such as projected keys, is computed once. Rows are
 * independent: a row may be one source of a batch, or one hypothesis of a beam.
 *
 * <pre>{@code
 * DecoderStepper stepper = DecoderStepper.of(graph, "decoder");
 * SourceMemory memory = stepper.memory(annotations, sourceMask);
 * DecoderState state = stepper.start(rows);
 * DecoderStepper.Step step = stepper.step(embeddedToken, state, memory);
 * INDArray output = step.output();                 // what the graph gives at this step
 * }</pre>
 *
 * <p>Arrays that it gives are in memory of their own (detached from workspaces). The parameters are
 * those that the graph had when the stepper was made. In float and on the processor, decoders of an
 * LSTM, a GRU or a simple cell run on {@linkplain LanesProvider kernels}: Bahdanau's with the plain
 * additive score, and those without attention. Any other runs its own formula, a step at a time,
 * scores, windows and cells of one's own included.
 *
 * <p>One instance serves several threads, one at a time.
 */
public final class DecoderStepper {
  private final Stepping stepping;
  private final DataType dataType;
  private final StateSizes sizes;
  private final boolean attends;

  /**
   * Sizes of what a state is made of.
   *
   * @param state units of the cell
   * @param memory whether the cell has a memory
   * @param carried channels of what else goes to the next step; 0 for none
   */
  private record StateSizes(long state, boolean memory, long carried) {}

  private DecoderStepper(Stepping stepping, DataType dataType, StateSizes sizes, boolean attends) {
    this.stepping = stepping;
    this.dataType = dataType;
    this.sizes = sizes;
    this.attends = attends;
  }

  /** What a step gives. */
  public static final class Step {
    private final DecoderState state;
    private final Rows output;
    private final Rows weights;

    Step(DecoderState state, Rows output, Rows weights) {
      this.state = state;
      this.output = output;
      this.weights = weights;
    }

    /**
     * The state after it.
     *
     * @return to go on with
     */
    public DecoderState state() {
      return state;
    }

    /**
     * What the decoder gives at this step.
     *
     * @return {@code [rows, outputSize]}
     */
    public INDArray output() {
      return output.array();
    }

    /**
     * Where it looked.
     *
     * @return the attention weights, {@code [rows, sourceTime]}; null for a decoder that does not
     *     look
     */
    public INDArray weights() {
      return weights == null ? null : weights.array();
    }
  }

  /**
   * The stepper of a decoder in a graph.
   *
   * @param graph the graph
   * @param vertexName the decoder's name in it
   * @return a stepper with the parameters that the graph has now
   * @throws IllegalArgumentException if there is no decoder of that name
   */
  public static DecoderStepper of(ComputationGraph graph, String vertexName) {
    if (graph.getVertex(vertexName) instanceof AttentionGraphVertex vertex) {
      Map<String, INDArray> parameters = vertex.paramTable(false);
      DataType type = graph.getConfiguration().getDataType();
      if (vertex.getConfig() instanceof RecurrentDecoder decoder) {
        StateSizes sizes =
            new StateSizes(
                decoder.getStateSize(), decoder.cell().hasMemory(), decoder.carriedSize());
        return new DecoderStepper(stepping(decoder, parameters, type), type, sizes, true);
      } else if (vertex.getConfig() instanceof RecurrentVertex plain) {
        StateSizes sizes = new StateSizes(plain.getStateSize(), plain.cell().hasMemory(), 0);
        return new DecoderStepper(stepping(plain, parameters, type), type, sizes, false);
      }
    }
    throw new IllegalArgumentException(
        "the graph has no recurrent decoder named \"%s\"; its vertices are %s"
            .formatted(vertexName, graph.getConfiguration().getVertices().keySet()));
  }

  private static Stepping stepping(
      RecurrentDecoder decoder, Map<String, INDArray> parameters, DataType type) {
    if (mayHaveKernel(type) && looksAdditively(decoder)) {
      Lanes lanes = LanesProvider.lanes().get();
      Workers workers = Workers.shared();
      AdditiveLook look = new AdditiveLook(parameters, lanes, workers);
      Optional<CellStep> cell =
          CellStep.of(
              decoder.cell(), new CellStep.Weights(parameters, look.contextSize(), lanes, workers));
      if (cell.isPresent()) {
        BahdanauDecoder bahdanau = (BahdanauDecoder) decoder;
        return new KernelStepping(
            cell.get(), look, gate(bahdanau, parameters), bahdanau.isContextOutput(), workers);
      }
    }
    return new FormulaStepping(new AttendingStep(decoder), copies(parameters), type);
  }

  private static KernelStepping.Gate gate(
      BahdanauDecoder decoder, Map<String, INDArray> parameters) {
    return decoder.isContextGate()
        ? new KernelStepping.Gate(
            Rows.toFloats(parameters.get(BahdanauDecoder.GATE_WEIGHT)),
            parameters.get(BahdanauDecoder.GATE_BIAS).getFloat(0))
        : null;
  }

  private static Stepping stepping(
      RecurrentVertex plain, Map<String, INDArray> parameters, DataType type) {
    if (mayHaveKernel(type)) {
      Lanes lanes = LanesProvider.lanes().get();
      Workers workers = Workers.shared();
      Optional<CellStep> cell =
          CellStep.of(plain.cell(), new CellStep.Weights(parameters, 0, lanes, workers));
      if (cell.isPresent()) {
        return new KernelStepping(cell.get(), null, null, false, workers);
      }
    }
    return new FormulaStepping(new PlainStep(plain), copies(parameters), type);
  }

  private static boolean mayHaveKernel(DataType type) {
    return type == DataType.FLOAT
        && Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU
        && LanesProvider.lanes().isPresent();
  }

  private static boolean looksAdditively(RecurrentDecoder decoder) {
    return decoder instanceof BahdanauDecoder
        && decoder.alignment().isGlobalSoftmax()
        && decoder.alignment().score() instanceof AdditiveScore score
        && score.isPlain();
  }

  private static Map<String, INDArray> copies(Map<String, INDArray> parameters) {
    Map<String, INDArray> copies = new LinkedHashMap<>();
    try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      parameters.forEach((name, array) -> copies.put(name, array.dup()));
    }
    return copies;
  }

  /**
   * Whether the decoder looks at annotations.
   *
   * @return false for one without attention
   */
  public boolean attends() {
    return attends;
  }

  /** Whether it steps on float arrays. */
  boolean onKernels() {
    return stepping instanceof KernelStepping;
  }

  /**
   * Prepares sources.
   *
   * @param annotations {@code [rows, annotationSize, sourceTime]}, the encoder's output; what
   *     padding holds has no influence
   * @param mask {@code [rows, sourceTime]}, 1 = real; null where all steps are real
   * @return the memory
   * @throws IllegalStateException if the decoder looks at none
   */
  public SourceMemory memory(INDArray annotations, INDArray mask) {
    if (!attends) {
      throw new IllegalStateException(
          "the decoder looks at no annotations: give its steps a null for the memory");
    }
    try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      INDArray real = Masks.withoutPadding(annotations, mask);
      INDArray steps = real.permute(0, 2, 1).dup('c'); // [rows, time, annotationSize]
      return stepping.memory(Rows.of(steps), mask == null ? null : Rows.of(mask.dup('c')));
    }
  }

  /**
   * The state before the first step of a decoder without an initial state.
   *
   * @param rows number of rows
   * @return zeros
   */
  public DecoderState start(long rows) {
    return start(zeros(rows, sizes.state()), null);
  }

  /**
   * The state before the first step of a decoder with an initial state.
   *
   * @param hidden {@code [rows, stateSize]}: h_0
   * @param cell {@code [rows, stateSize]}: an LSTM's memory; null for zeros, or a cell without one
   * @return the state
   */
  public DecoderState start(INDArray hidden, INDArray cell) {
    long rows = hidden.size(0);
    INDArray memory = cell == null && sizes.memory() ? zeros(rows, sizes.state()) : cell;
    return new DecoderState(
        0,
        Rows.of(hidden),
        memory == null ? null : Rows.of(memory),
        sizes.carried() == 0 ? null : Rows.of(zeros(rows, sizes.carried())),
        null);
  }

  private INDArray zeros(long rows, long size) {
    try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      return Nd4j.zeros(dataType, rows, size);
    }
  }

  /**
   * Takes one step.
   *
   * @param inputs {@code [rows, inputSize]}: y of this step
   * @param state the state before it
   * @param memory the sources; null for a decoder that does not look
   * @return the state after it, what the decoder gives, and where it looked
   */
  public Step step(INDArray inputs, DecoderState state, SourceMemory memory) {
    try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      return stepping.step(Rows.of(inputs), state, memory);
    }
  }
}
