package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.decode.DecoderState;
import io.github.dl4jattention.layers.decode.DecoderStepper;
import io.github.dl4jattention.layers.decode.OutputScores;
import io.github.dl4jattention.layers.decode.SourceMemory;
import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.decoding.StepModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A {@link SequenceToSequence} graph, its sources encoded, stepped symbol by symbol.
 *
 * <p>What depends on the source alone is computed once. Of the rest, the {@link TargetSide}, each
 * decoder is stepped, and whatever treats each step alone is run on one step, so that any layout of
 * the family is stepped, those of saved models included.
 */
public final class GraphStepModel implements StepModel<GraphStepModel.State> {
  private final ComputationGraph graph;
  private final TargetSide side;
  private final Map<String, DecoderStepper> steppers = new HashMap<>();
  private final OutputScores scores;
  private final int[] sourceLengths;
  private final State start;

  /**
   * Encodes sources.
   *
   * @param graph a graph made by {@link SequenceToSequence}; it must not be used otherwise while
   *     this is
   * @param sources numbers of each source, its end symbol included
   */
  public GraphStepModel(ComputationGraph graph, List<int[]> sources) {
    this(
        graph,
        Batch.Padded.of(sources),
        sources.stream().mapToInt(source -> source.length).toArray());
  }

  /**
   * Encodes sources that are arrays already.
   *
   * @param graph a graph whose layers have the names of {@link SequenceToSequence}'s; it must not
   *     be used otherwise while this is
   * @param padded the sources; their mask is null where nothing is padded
   * @param lengths steps of each
   */
  public GraphStepModel(ComputationGraph graph, Batch.Padded padded, int... lengths) {
    this.graph = graph;
    side = new TargetSide(graph);
    scores = OutputScores.of(graph, SequenceToSequence.OUTPUT);
    sourceLengths = lengths.clone();
    start = start(GraphSteps.encode(graph, padded), padded.mask());
  }

  /**
   * Between two steps.
   *
   * @param rows number of rows
   * @param position how many steps were taken
   * @param decoders the states of the decoders, by name
   * @param memories what they look at, by name; none for one that does not look
   * @param vectors what else is known of each row's source, by the vertex's name
   */
  public record State(
      int rows,
      int position,
      Map<String, DecoderState> decoders,
      Map<String, SourceMemory> memories,
      Map<String, INDArray> vectors) {}

  private State start(Map<String, INDArray> encoded, INDArray mask) {
    Map<String, DecoderState> states = new HashMap<>();
    Map<String, SourceMemory> memories = new HashMap<>();
    for (String name : side.decoders()) {
      DecoderStepper stepper = DecoderStepper.of(graph, name);
      steppers.put(name, stepper);
      List<String> inputs = side.inputs(name);
      int states0 = stepper.attends() ? 2 : 1;
      if (stepper.attends()) {
        memories.put(name, stepper.memory(encoded.get(inputs.get(1)), mask));
      }
      states.put(
          name,
          inputs.size() == states0
              ? stepper.start(sourceLengths.length)
              : stepper.start(
                  encoded.get(inputs.get(states0)),
                  inputs.size() > states0 + 1 ? encoded.get(inputs.get(states0 + 1)) : null));
    }
    Map<String, INDArray> vectors = new HashMap<>();
    side.vectors().forEach(name -> vectors.put(name, encoded.get(name)));
    return new State(sourceLengths.length, 0, states, memories, vectors);
  }

  @Override
  public int sourceLength(int source) {
    return sourceLengths[source];
  }

  @Override
  public State start() {
    return start;
  }

  @Override
  public Step<State> step(int[] tokens, State state) {
    Map<String, INDArray> known = new HashMap<>(state.vectors());
    known.put(SequenceToSequence.TARGET, Nd4j.createFromArray(tokens).castTo(DataType.FLOAT));
    Map<String, DecoderState> next = new HashMap<>();
    float[][] weights = new float[tokens.length][0];
    for (String name : side.order()) {
      DecoderStepper stepper = steppers.get(name);
      if (stepper != null) {
        DecoderStepper.Step step =
            stepper.step(
                known.get(side.inputs(name).get(0)),
                state.decoders().get(name),
                state.memories().get(name));
        next.put(name, step.state());
        known.put(name, step.output());
        weights = stepper.attends() ? step.weights().toFloatMatrix() : weights;
      } else if (side.repeats(name)) {
        known.put(name, known.get(side.inputs(name).get(0)));
      } else if (side.begins(name)) {
        known.put(name, known.get(side.inputs(name).get(state.position() == 0 ? 1 : 0)));
      } else {
        known.put(name, oneStep(name, known));
      }
    }
    INDArray seen = known.get(side.inputs(SequenceToSequence.OUTPUT).get(0));
    return new Step<>(
        new State(tokens.length, state.position() + 1, next, state.memories(), state.vectors()),
        scores.logProbabilities(seen),
        weights);
  }

  private INDArray oneStep(String name, Map<String, INDArray> known) {
    return GraphSteps.oneStep(
        graph.getVertex(name), side.inputs(name).stream().map(known::get).toList());
  }

  @Override
  public State select(State state, int[] rows) {
    if (rows.length == 0 || isIdentity(rows, state.rows())) {
      return state;
    }
    Map<String, DecoderState> decoders = new HashMap<>();
    state.decoders().forEach((name, decoder) -> decoders.put(name, decoder.select(rows)));
    Map<String, SourceMemory> memories = new HashMap<>();
    state.memories().forEach((name, memory) -> memories.put(name, memory.select(rows)));
    Map<String, INDArray> vectors = new HashMap<>();
    state.vectors().forEach((name, vector) -> vectors.put(name, Nd4j.pullRows(vector, 1, rows)));
    return new State(rows.length, state.position(), decoders, memories, vectors);
  }

  private static boolean isIdentity(int[] rows, int count) {
    return rows.length == count && IntStream.range(0, count).allMatch(i -> rows[i] == i);
  }
}
