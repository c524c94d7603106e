package io.github.dl4jattention.layers.decode;

import io.github.dl4jattention.layers.BahdanauDecoder;
import io.github.dl4jattention.layers.cell.LstmCell;
import io.github.dl4jattention.layers.kernel.LanesProvider;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.runtime.AttentionGraphVertex;
import io.github.dl4jattention.layers.score.AdditiveScore;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs a trained {@link BahdanauDecoder} one step at a time, on arrays, without a graph.
 *
 * <p>The formula is that of {@link BahdanauDecoder}, whose output it equals step for step; the keys
 * are projected once a source. Rows are independent: a row may be one source of a batch, or one
 * hypothesis of a beam.
 *
 * <pre>{@code
 * BahdanauStepper stepper = BahdanauStepper.of(graph, "decoder");
 * BahdanauStepper.Memory memory = stepper.memory(annotations, sourceMask);
 * BahdanauStepper.State state = stepper.zeroState(annotations.size(0));
 * BahdanauStepper.Step step = stepper.step(embeddedToken, state, memory);
 * }</pre>
 *
 * <p>Arrays that it gives are in memory of their own (detached from workspaces). The parameters are
 * those that the graph had when the stepper was made. In float and on the processor a step runs on
 * {@linkplain io.github.dl4jattention.layers.kernel.LanesProvider kernels}, else on ND4J's arrays.
 */
public final class BahdanauStepper {
  private final Stepping stepping;
  private final DataType dataType;
  private final long stateSize;

  private BahdanauStepper(Map<String, INDArray> parameters) {
    INDArray recurrent = parameters.get(BahdanauDecoder.RECURRENT_WEIGHT);
    dataType = recurrent.dataType();
    stateSize = recurrent.size(0);
    boolean kernels =
        dataType == DataType.FLOAT
            && Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU
            && LanesProvider.lanes().isPresent();
    stepping =
        kernels
            ? new KernelStepping(parameters, LanesProvider.lanes().get(), Workers.shared())
            : new ArrayStepping(copies(parameters));
  }

  private static Map<String, INDArray> copies(Map<String, INDArray> parameters) {
    Map<String, INDArray> copies = new LinkedHashMap<>();
    try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      parameters.forEach((name, array) -> copies.put(name, array.dup()));
    }
    return copies;
  }

  /** What a source gives to every step. */
  public static final class Memory {
    private final Rows annotations;
    private final Rows keys;
    private final Rows mask;
    private final KernelStepping.Prepared prepared;

    /**
     * A memory.
     *
     * @param mask null where all steps are real
     * @param prepared what a kernel needs beside; null if there is none
     */
    Memory(Rows annotations, Rows keys, Rows mask, KernelStepping.Prepared prepared) {
      this.annotations = annotations;
      this.keys = keys;
      this.mask = mask;
      this.prepared = prepared;
    }

    /**
     * What is looked at.
     *
     * @return {@code [rows, sourceTime, annotationSize]}
     */
    public INDArray annotations() {
      return annotations.array();
    }

    /**
     * The same, projected.
     *
     * @return {@code [rows, sourceTime, attentionSize]}
     */
    public INDArray keys() {
      return keys.array();
    }

    /**
     * Which steps are real.
     *
     * @return {@code [rows, sourceTime]}, 1 = real; null where all steps are real
     */
    public INDArray mask() {
      return mask == null ? null : mask.array();
    }

    Rows annotationRows() {
      return annotations;
    }

    KernelStepping.Prepared prepared() {
      return prepared;
    }

    /**
     * Picks rows, in any order, each as often as wanted.
     *
     * @param rows row i of the result is row {@code rows[i]} of this
     * @return the picked rows
     */
    public Memory select(int... rows) {
      return new Memory(
          annotations.select(rows),
          keys.select(rows),
          mask == null ? null : mask.select(rows),
          prepared);
    }
  }

  /** The LSTM between two steps. */
  public static final class State {
    private final Rows hidden;
    private final Rows cell;

    /**
     * A state, such as an initial one.
     *
     * @param hidden {@code [rows, stateSize]}: h
     * @param cell {@code [rows, stateSize]}: s
     */
    public State(INDArray hidden, INDArray cell) {
      this(Rows.of(hidden), Rows.of(cell));
    }

    State(Rows hidden, Rows cell) {
      this.hidden = hidden;
      this.cell = cell;
    }

    /**
     * The hidden state, which is the decoder's output.
     *
     * @return {@code [rows, stateSize]}: h
     */
    public INDArray hidden() {
      return hidden.array();
    }

    /**
     * The memory.
     *
     * @return {@code [rows, stateSize]}: s
     */
    public INDArray cell() {
      return cell.array();
    }

    Rows hiddenRows() {
      return hidden;
    }

    Rows cellRows() {
      return cell;
    }

    /**
     * Number of rows.
     *
     * @return how many
     */
    public int rows() {
      return hidden.count();
    }

    /**
     * Picks rows, in any order, each as often as wanted.
     *
     * @param rows row i of the result is row {@code rows[i]} of this
     * @return the picked rows
     */
    public State select(int... rows) {
      return new State(hidden.select(rows), cell.select(rows));
    }
  }

  /** What a step gives. */
  public static final class Step {
    private final State state;
    private final Rows weights;

    Step(State state, Rows weights) {
      this.state = state;
      this.weights = weights;
    }

    /**
     * The state after it.
     *
     * @return its {@link State#hidden} is the decoder's output
     */
    public State state() {
      return state;
    }

    /**
     * Where it looked.
     *
     * @return the attention weights, {@code [rows, sourceTime]}
     */
    public INDArray weights() {
      return weights.array();
    }
  }

  /**
   * The stepper of a decoder in a graph.
   *
   * @param graph the graph
   * @param vertexName the decoder's name in it
   * @return a stepper with the parameters that the graph has now
   * @throws IllegalArgumentException if there is no {@link BahdanauDecoder} of that name, or one of
   *     another cell or alignment than its default
   */
  public static BahdanauStepper of(ComputationGraph graph, String vertexName) {
    if (!(graph.getVertex(vertexName) instanceof AttentionGraphVertex vertex)
        || !(vertex.getConfig() instanceof BahdanauDecoder decoder)) {
      throw new IllegalArgumentException(
          "the graph has no BahdanauDecoder named \"%s\"; its vertices are %s"
              .formatted(vertexName, graph.getConfiguration().getVertices().keySet()));
    }
    requireSteppable(decoder, vertexName);
    return new BahdanauStepper(vertex.paramTable(false));
  }

  private static void requireSteppable(BahdanauDecoder decoder, String name) {
    boolean steppable =
        decoder.cell() instanceof LstmCell lstm
            && lstm.isPlain()
            && decoder.alignment().isGlobalSoftmax()
            && decoder.alignment().score() instanceof AdditiveScore score
            && score.isPlain();
    if (!steppable) {
      throw new IllegalArgumentException(
          "BahdanauStepper steps an LSTM with the usual activations that looks at all keys through"
              + " a softmax of the plain additive score; \"%s\" has the cell %s, the score %s, or a"
                  .formatted(name, decoder.cell(), decoder.alignment().score())
              + " window or distribution of its own: run the graph on the whole prefix instead");
    }
  }

  /**
   * Prepares sources.
   *
   * @param annotations {@code [rows, annotationSize, sourceTime]}, the encoder's output
   * @param mask {@code [rows, sourceTime]}, 1 = real; null where all steps are real
   * @return the memory
   */
  public Memory memory(INDArray annotations, INDArray mask) {
    INDArray steps = annotations.permute(0, 2, 1).dup('c'); // [rows, time, annotationSize]
    return stepping.memory(Rows.of(steps), mask == null ? null : Rows.of(mask));
  }

  /**
   * The state before the first step of a decoder without an initial state.
   *
   * @param rows number of rows
   * @return zeros
   */
  public State zeroState(long rows) {
    return new State(Nd4j.zeros(dataType, rows, stateSize), Nd4j.zeros(dataType, rows, stateSize));
  }

  /**
   * Takes one step.
   *
   * @param inputs {@code [rows, inputSize]}: y of this step
   * @param state the state before it
   * @param memory the sources
   * @return the state after it, and where it looked
   */
  public Step step(INDArray inputs, State state, Memory memory) {
    return stepping.step(Rows.of(inputs), state, memory);
  }
}
