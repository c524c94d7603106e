package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.LearnedPosition;
import io.github.dl4jattention.layers.SinusoidalPosition;
import io.github.dl4jattention.layers.decode.OutputScores;
import io.github.dl4jattention.layers.decode.TransformerStepper;
import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.decoding.StepModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A {@link TransformerTranslator} graph, its sources encoded, stepped symbol by symbol. Keys and
 * values of earlier steps are kept, so a step costs next to nothing more the later it is.
 *
 * <p>Its weights are those of the last layer's cross-attention, the mean of the heads.
 */
public final class TransformerStepModel implements StepModel<TransformerStepModel.State> {
  private static final int FIRST_PLACES = 64;

  private final ComputationGraph graph;
  private final TransformerStepper stepper;
  private final OutputScores scores;
  private final double scale;
  private final int[] sourceLengths;
  private final State start;

  /** Whether there are vectors for some places alone. */
  private final boolean learned;

  /** Vectors of the first places, {@code [places, size]}; null if none are added. */
  private INDArray places;

  /**
   * Encodes sources.
   *
   * @param graph a graph made by {@link TransformerTranslator}; it must not be used otherwise while
   *     this is
   * @param sources numbers of each source, its end symbol included
   * @throws IllegalArgumentException if the graph has another layout
   */
  public TransformerStepModel(ComputationGraph graph, List<int[]> sources) {
    this.graph = graph;
    stepper = TransformerStepper.of(graph, stack(graph).toArray(String[]::new));
    scores = OutputScores.of(graph, SequenceToSequence.OUTPUT);
    sourceLengths = sources.stream().mapToInt(source -> source.length).toArray();
    Batch.Padded padded = Batch.Padded.of(sources);
    Map<String, INDArray> encoded = GraphSteps.encode(graph, padded);
    INDArray memory = encoded.get(SequenceToSequence.ENCODER);
    scale = Math.sqrt((double) memory.size(1));
    GraphVertex positions = graph.getVertex(SequenceToSequence.TARGET + TransformerParts.PLACES);
    learned = isLearned(positions);
    if (positions != null) {
      places =
          learned
              ? positions.getLayer().getParam(LearnedPosition.POSITIONS)
              : sinusoids(FIRST_PLACES, memory.size(1));
    }
    start = new State(stepper.start(sourceLengths.length), stepper.memory(memory, padded.mask()));
  }

  /**
   * How many steps a decoder has places for.
   *
   * @param graph made by {@link TransformerTranslator}, or by another of the zoo's models
   * @return the number of learned vectors; {@link Integer#MAX_VALUE} without them
   */
  static int places(ComputationGraph graph) {
    GraphVertex positions = graph.getVertex(SequenceToSequence.TARGET + TransformerParts.PLACES);
    return isLearned(positions)
        ? (int) positions.getLayer().getParam(LearnedPosition.POSITIONS).size(0)
        : Integer.MAX_VALUE;
  }

  private static boolean isLearned(GraphVertex positions) {
    return positions != null && positions.getLayer().conf().getLayer() instanceof LearnedPosition;
  }

  /** The decoder's vertices, the lowest first, and the norm above them, if there is one. */
  private static List<String> stack(ComputationGraph graph) {
    List<String> names = new ArrayList<>();
    while (graph.getVertex(SequenceToSequence.DECODER + (names.size() + 1)) != null) {
      names.add(SequenceToSequence.DECODER + (names.size() + 1));
    }
    names.add(SequenceToSequence.DECODER);
    return names;
  }

  /**
   * Between two steps.
   *
   * @param decoder what the rows have read
   * @param memory their sources
   */
  public record State(TransformerStepper.State decoder, TransformerStepper.Memory memory) {}

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
    INDArray numbers = Nd4j.createFromArray(tokens).castTo(DataType.FLOAT);
    GraphVertex embedding = graph.getVertex(SequenceToSequence.TARGET_EMBEDDING);
    INDArray read = GraphSteps.oneStep(embedding, List.of(numbers)).muli(scale);
    if (places != null) {
      read.addiRowVector(place(state.decoder().steps()));
    }
    TransformerStepper.Step step = stepper.step(read, state.decoder(), state.memory());
    return new Step<>(
        new State(step.state(), state.memory()),
        scores.logProbabilities(step.output()),
        step.weights().mean(1).toFloatMatrix());
  }

  @Override
  public State select(State state, int[] rows) {
    return new State(state.decoder().select(rows), state.memory().select(rows));
  }

  private static INDArray sinusoids(long count, long size) {
    return SinusoidalPosition.encodings(count, size).castTo(DataType.FLOAT);
  }

  private INDArray place(int step) {
    if (step >= places.size(0) && learned) {
      throw new IllegalArgumentException(
          "the model has vectors for %d places, and was to take step %d: search for shorter outputs"
              .formatted(places.size(0), step + 1));
    }
    if (step >= places.size(0)) {
      places = sinusoids(2L * step, places.size(1));
    }
    return places.getRow(step);
  }
}
