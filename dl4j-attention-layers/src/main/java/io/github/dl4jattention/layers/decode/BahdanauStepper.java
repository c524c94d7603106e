package io.github.dl4jattention.layers.decode;

import io.github.dl4jattention.layers.BahdanauDecoder;
import io.github.dl4jattention.layers.align.Softmax;
import io.github.dl4jattention.layers.cell.LstmCell;
import io.github.dl4jattention.layers.runtime.AttentionGraphVertex;
import io.github.dl4jattention.layers.score.AdditiveScore;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

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
 * <p>Arrays are in memory of their own (detached from workspaces). Parameters are read from the
 * graph at each step: training it further is seen at once.
 */
public final class BahdanauStepper {
  private final Map<String, INDArray> parameters;
  private final long stateSize;

  private BahdanauStepper(Map<String, INDArray> parameters) {
    this.parameters = parameters;
    this.stateSize = parameters.get(BahdanauDecoder.RECURRENT_WEIGHT).size(0);
  }

  /**
   * What a source gives to every step.
   *
   * @param annotations {@code [rows, sourceTime, annotationSize]}
   * @param keys {@code [rows, sourceTime, attentionSize]}
   * @param mask {@code [rows, sourceTime]}, 1 = real; null where all steps are real
   */
  public record Memory(INDArray annotations, INDArray keys, INDArray mask) {
    /**
     * Picks rows, in any order, each as often as wanted.
     *
     * @param rows row i of the result is row {@code rows[i]} of this
     * @return the picked rows
     */
    public Memory select(int... rows) {
      return new Memory(
          pick(annotations, rows), pick(keys, rows), mask == null ? null : pick(mask, rows));
    }
  }

  /**
   * The LSTM between two steps.
   *
   * @param hidden {@code [rows, stateSize]}: h
   * @param cell {@code [rows, stateSize]}: s
   */
  public record State(INDArray hidden, INDArray cell) {
    /**
     * Picks rows, in any order, each as often as wanted.
     *
     * @param rows row i of the result is row {@code rows[i]} of this
     * @return the picked rows
     */
    public State select(int... rows) {
      return new State(pick(hidden, rows), pick(cell, rows));
    }
  }

  /**
   * What a step gives.
   *
   * @param state the state after it; {@code state.hidden()} is the decoder's output
   * @param weights {@code [rows, sourceTime]}, the attention weights
   */
  public record Step(State state, INDArray weights) {}

  /**
   * The stepper of a decoder in a graph.
   *
   * @param graph the graph
   * @param vertexName the decoder's name in it
   * @return a stepper that reads the graph's parameters
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
    long rows = annotations.size(0);
    long time = annotations.size(2);
    INDArray steps = annotations.permute(0, 2, 1).dup('c'); // [rows, time, annotationSize]
    INDArray keys =
        steps
            .reshape(rows * time, annotations.size(1))
            .mmul(parameters.get(AdditiveScore.KEY_WEIGHT))
            .dup('c')
            .reshape(rows, time, -1);
    return new Memory(steps, keys, mask);
  }

  /**
   * The state before the first step of a decoder without an initial state.
   *
   * @param rows number of rows
   * @return zeros
   */
  public State zeroState(long rows) {
    INDArray bias = parameters.get(BahdanauDecoder.BIAS);
    return new State(
        Nd4j.zeros(bias.dataType(), rows, stateSize), Nd4j.zeros(bias.dataType(), rows, stateSize));
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
    INDArray energies = AdditiveScore.stepEnergies(state.hidden(), memory.keys(), parameters);
    INDArray weights = Softmax.weights(energies, memory.mask()); // [rows, sourceTime]
    long rows = weights.size(0);
    INDArray context =
        Nd4j.matmul(weights.reshape(rows, 1, weights.size(1)), memory.annotations())
            .reshape(rows, memory.annotations().size(2));
    INDArray gates =
        Nd4j.hstack(inputs, context)
            .mmul(parameters.get(BahdanauDecoder.INPUT_WEIGHT))
            .addi(state.hidden().mmul(parameters.get(BahdanauDecoder.RECURRENT_WEIGHT)))
            .addiRowVector(parameters.get(BahdanauDecoder.BIAS));
    INDArray kept = Transforms.sigmoid(gate(gates, 1)).muli(state.cell());
    INDArray added = Transforms.sigmoid(gate(gates, 0)).muli(Transforms.tanh(gate(gates, 2)));
    INDArray cell = kept.addi(added);
    INDArray hidden = Transforms.sigmoid(gate(gates, 3)).muli(Transforms.tanh(cell));
    return new Step(new State(hidden, cell), weights);
  }

  /** Gates are in the order input, forget, cell, output. */
  private INDArray gate(INDArray gates, int index) {
    return gates.get(
        NDArrayIndex.all(), NDArrayIndex.interval(index * stateSize, (index + 1) * stateSize));
  }

  private static INDArray pick(INDArray array, int... rows) {
    long[] shape = array.shape().clone();
    long width = array.length() / shape[0];
    INDArray picked = Nd4j.pullRows(array.dup('c').reshape(shape[0], width), 1, rows);
    shape[0] = rows.length;
    return picked.reshape('c', shape);
  }
}
