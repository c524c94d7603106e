package io.github.dl4jattention.layers.decode;

import io.github.dl4jattention.layers.Normalization;
import io.github.dl4jattention.layers.TransformerDecoderLayer;
import io.github.dl4jattention.layers.align.Softmax;
import io.github.dl4jattention.layers.fused.RowNorm;
import io.github.dl4jattention.layers.fused.multihead.KeptKeys;
import io.github.dl4jattention.layers.fused.transformer.DecoderSteps;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.LanesProvider;
import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.PlainLanes;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.multihead.MultiHead;
import io.github.dl4jattention.layers.runtime.AttentionGraphVertex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs the decoder of a trained Transformer one step at a time, without a graph: a stack of {@link
 * TransformerDecoderLayer}s and, if there is one, the norm above it. Its output equals the graph's
 * step for step.
 *
 * <p>Of each step the keys and values are kept, in memory that is allocated some steps ahead, so
 * that a step costs next to nothing more the later it is. They are never moved: a state says for
 * each of its rows where those of earlier steps are, so that a beam is reordered by picking
 * numbers, and states may be kept and gone on from as often as wanted. Rows are independent: a row
 * may be one source of a batch, or one hypothesis of a beam.
 *
 * <pre>{@code
 * TransformerStepper stepper = TransformerStepper.of(graph, "decoder1", "decoder2", "decoder");
 * TransformerStepper.Memory memory = stepper.memory(encoded, sourceMask);
 * TransformerStepper.State state = stepper.start(sources);
 * TransformerStepper.Step step = stepper.step(embeddedTokens, state, memory);
 * }</pre>
 *
 * <p>It computes in float, whatever the graph's data type, with the parameters that the graph had
 * when it was made. One instance serves one thread at a time.
 */
public final class TransformerStepper {
  private final List<DecoderSteps> layers = new ArrayList<>();
  private final Lanes lanes = LanesProvider.lanes().orElseGet(PlainLanes::new);
  private int size;
  private int heads;

  /** The norm above the layers; null for none. */
  private RowNorm norm;

  private Pass ofNorm;

  private TransformerStepper() {}

  /** What the sources give to every step. */
  public static final class Memory {
    /** Of each layer. */
    private final float[][] keys;

    private final float[][] values;
    private final Padding padding;
    private final int time;

    /** The source of each row. */
    private final int[] sources;

    private Memory(float[][] keys, float[][] values, Padding padding, int time, int[] sources) {
      this.keys = keys;
      this.values = values;
      this.padding = padding;
      this.time = time;
      this.sources = sources;
    }

    /**
     * Picks rows, in any order, each as often as wanted.
     *
     * @param rows row i of the result is row {@code rows[i]} of this
     * @return the picked rows
     */
    public Memory select(int... rows) {
      return new Memory(keys, values, padding, time, StepKeys.picked(sources, rows));
    }

    private KeptKeys ofLayer(int layer) {
      return new SourceKeys(keys[layer], values[layer], time, sources, padding);
    }
  }

  /** What the rows have read so far; never changed once made. */
  public static final class State {
    private final StepKeys keys;

    private State(StepKeys keys) {
      this.keys = keys;
    }

    /**
     * Number of rows.
     *
     * @return how many
     */
    public int rows() {
      return keys.rows();
    }

    /**
     * Number of steps so far.
     *
     * @return how many
     */
    public int steps() {
      return keys.places().length;
    }

    /**
     * Picks rows, in any order, each as often as wanted. Keys and values stay where they are.
     *
     * @param rows row i of the result is row {@code rows[i]} of this
     * @return the picked rows
     */
    public State select(int... rows) {
      return new State(keys.select(rows));
    }
  }

  /** What a step gives. */
  public static final class Step {
    private final State state;
    private final Rows output;
    private final Rows weights;

    private Step(State state, Rows output, Rows weights) {
      this.state = state;
      this.output = output;
      this.weights = weights;
    }

    /**
     * The state after it.
     *
     * @return the state, with one step more
     */
    public State state() {
      return state;
    }

    /**
     * What the decoder gives of this step.
     *
     * @return {@code [rows, size]}
     */
    public INDArray output() {
      return output.array();
    }

    /**
     * Where the last layer looked.
     *
     * @return its attention weights over the memory, {@code [rows, heads, memoryTime]}
     */
    public INDArray weights() {
      return weights.array();
    }
  }

  /**
   * The stepper of a stack in a graph.
   *
   * @param graph the graph
   * @param names of the layers, the lowest first, and of the norm above them, if there is one
   * @return a stepper with the parameters that the graph has now
   * @throws IllegalArgumentException if one of the names is of something else, or of a layer whose
   *     settings cannot be stepped
   */
  public static TransformerStepper of(ComputationGraph graph, String... names) {
    TransformerStepper stepper = new TransformerStepper();
    for (String name : names) {
      GraphVertex vertex = graph.getVertex(name);
      if (vertex instanceof AttentionGraphVertex attention
          && attention.getConfig() instanceof TransformerDecoderLayer decoder
          && stepper.norm == null) {
        stepper.add(name, decoder, vertex.paramTable(false));
      } else if (vertex != null
          && vertex.hasLayer()
          && vertex.getLayer().conf().getLayer() instanceof Normalization above
          && !stepper.layers.isEmpty()
          && stepper.norm == null) {
        stepper.norm = new RowNorm(above.norm(), stepper.lanes, Workers.shared());
        stepper.ofNorm = passOf(vertex.paramTable(false));
      } else {
        throw new IllegalArgumentException(
            "TransformerStepper steps TransformerDecoderLayers, the lowest first, and one norm above"
                + " them; \"%s\" is none of them, or not in its place. The graph's vertices are %s"
                    .formatted(name, graph.getConfiguration().getVertices().keySet()));
      }
    }
    if (stepper.layers.isEmpty()) {
      throw new IllegalArgumentException(
          "TransformerStepper needs the names of the graph's TransformerDecoderLayers");
    }
    return stepper;
  }

  private void add(String name, TransformerDecoderLayer decoder, Map<String, INDArray> parameters) {
    layers.add(
        decoder
            .steps(passOf(parameters), lanes)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "\"%s\" cannot go step by step: %s; run the graph on the whole prefix instead"
                            .formatted(name, reason(decoder.selfAttention())))));
    size = (int) parameters.get("selfWq").size(0);
    heads = (int) decoder.crossAttention().projections().heads();
  }

  private static String reason(MultiHead attention) {
    if (!attention.causal()) {
      return "its steps see later ones, by optCausal(false)";
    }
    return attention.distribution() instanceof Softmax
        ? "its positions, bias or hook are none of this library's"
        : "there are single steps of a softmax alone, and its distribution is "
            + attention.distribution();
  }

  private static Pass passOf(Map<String, INDArray> parameters) {
    Pass pass = new Pass();
    parameters.forEach(
        (name, array) -> {
          float[] values = Rows.toFloats(array);
          pass.parameter(name).resize(values.length);
          System.arraycopy(values, 0, pass.parameter(name).values(), 0, values.length);
        });
    return pass;
  }

  /**
   * Prepares sources.
   *
   * @param memory {@code [rows, memorySize, memoryTime]}, the encoder's output
   * @param mask {@code [rows, memoryTime]}, 1 = real; null where all steps are real
   * @return the memory
   */
  public Memory memory(INDArray memory, INDArray mask) {
    int sources = (int) memory.size(0);
    int memorySize = (int) memory.size(1);
    int time = (int) memory.size(2);
    float[] steps = Rows.toFloats(memory.permute(0, 2, 1).dup('c')); // [sources, time, memorySize]
    Padding padding = new Padding();
    if (mask == null) {
      padding.all(sources, time);
    } else {
      padding.masked(Rows.toFloats(mask), sources, time);
    }
    for (int row = 0; row < sources * time; row++) {
      if (!padding.real(row / time, row % time)) {
        Arrays.fill(steps, row * memorySize, (row + 1) * memorySize, 0);
      }
    }
    float[][] keys = new float[layers.size()][];
    float[][] values = new float[layers.size()][];
    for (int i = 0; i < layers.size(); i++) {
      keys[i] = new float[sources * time * layers.get(i).memoryWidth()];
      values[i] = new float[keys[i].length];
      layers.get(i).project(steps, sources * time, keys[i], values[i]);
    }
    return new Memory(keys, values, padding, time, IntStream.range(0, sources).toArray());
  }

  /**
   * The state before the first step.
   *
   * @param rows number of rows
   * @return a state without steps
   */
  public State start(int rows) {
    int[] widths = layers.stream().mapToInt(DecoderSteps::keyWidth).toArray();
    return new State(StepKeys.none(new KeyStore(widths), rows));
  }

  /**
   * Takes one step.
   *
   * @param inputs {@code [rows, size]}: what the lowest layer takes of this step
   * @param state the state before it
   * @param memory the sources, a row for each of the state's
   * @return the output of the step, and the state after it
   * @throws IllegalArgumentException if these have other numbers of rows
   */
  public Step step(INDArray inputs, State state, Memory memory) {
    int rows = state.rows();
    if (inputs.size(0) != rows || inputs.size(1) != size || memory.sources.length != rows) {
      throw new IllegalArgumentException(
          "a step of %d rows needs inputs [%d, %d] and a memory of as many rows, got inputs %s and %d"
              .formatted(rows, rows, size, Arrays.toString(inputs.shape()), memory.sources.length));
    }
    StepKeys after = state.keys.longer();
    float[] stream = Rows.toFloats(inputs);
    float[] above = new float[rows * size];
    float[] weights = new float[rows * heads * memory.time];
    for (int i = 0; i < layers.size(); i++) {
      int layer = i;
      layers
          .get(i)
          .step(
              stream,
              rows,
              state.steps(),
              (k, v) -> after.keep(layer, k, v),
              memory.ofLayer(i),
              i == layers.size() - 1 ? weights : null,
              above);
      float[] below = stream;
      stream = above;
      above = below;
    }
    if (norm != null) {
      norm.begin(ofNorm, rows, size);
      norm.forward(stream, above, 0, rows);
      stream = above;
    }
    return new Step(
        new State(after), Rows.of(stream, rows, size), Rows.of(weights, rows, heads, memory.time));
  }
}
