package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.decode.BahdanauStepper;
import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.decoding.StepModel;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A {@link SequenceToSequence} graph, its sources encoded, stepped symbol by symbol. */
public final class GraphStepModel implements StepModel<GraphStepModel.State> {
  private final BahdanauStepper stepper;
  private final BahdanauStepper.Memory memory;
  private final int[] sourceLengths;
  private final INDArray embeddings;
  private final INDArray outputWeight;
  private final INDArray outputBias;

  /**
   * Encodes sources.
   *
   * @param graph a graph made by {@link SequenceToSequence}
   * @param sources numbers of each source, its end symbol included
   */
  public GraphStepModel(ComputationGraph graph, List<int[]> sources) {
    Batch.Padded padded = Batch.Padded.of(sources);
    INDArray annotations = encode(graph, padded);
    this.stepper = BahdanauStepper.of(graph, SequenceToSequence.DECODER);
    this.memory = stepper.memory(annotations, padded.mask());
    this.sourceLengths = sources.stream().mapToInt(source -> source.length).toArray();
    this.embeddings = graph.getLayer(SequenceToSequence.TARGET_EMBEDDING).getParam("W");
    this.outputWeight = graph.getLayer(SequenceToSequence.OUTPUT).getParam("W");
    this.outputBias = graph.getLayer(SequenceToSequence.OUTPUT).getParam("b");
  }

  /**
   * Between two steps.
   *
   * @param decoder the decoder's state
   * @param memory each row's source
   */
  public record State(BahdanauStepper.State decoder, BahdanauStepper.Memory memory) {}

  @Override
  public int sourceLength(int source) {
    return sourceLengths[source];
  }

  @Override
  public State start() {
    return new State(stepper.zeroState(sourceLengths.length), memory);
  }

  @Override
  public Step<State> step(int[] tokens, State state) {
    INDArray inputs = Nd4j.pullRows(embeddings, 1, tokens); // [rows, embeddingSize]
    BahdanauStepper.Step step = stepper.step(inputs, state.decoder(), state.memory());
    INDArray logits = step.state().hidden().mmul(outputWeight).addiRowVector(outputBias);
    float[][] logProbabilities = logits.toFloatMatrix();
    for (float[] row : logProbabilities) {
      toLogProbabilities(row);
    }
    return new Step<>(
        new State(step.state(), state.memory()), logProbabilities, step.weights().toFloatMatrix());
  }

  @Override
  public State select(State state, int[] rows) {
    if (rows.length == 0 || isIdentity(rows, state)) {
      return state;
    }
    return new State(state.decoder().select(rows), state.memory().select(rows));
  }

  private static boolean isIdentity(int[] rows, State state) {
    boolean identity = rows.length == state.decoder().rows();
    for (int i = 0; identity && i < rows.length; i++) {
      identity = rows[i] == i;
    }
    return identity;
  }

  /** Runs the graph; what its decoder makes of a single start symbol is not looked at. */
  private static INDArray encode(ComputationGraph graph, Batch.Padded padded) {
    long rows = padded.tokens().size(0);
    INDArray start = Nd4j.valueArrayOf(new long[] {rows, 1, 1}, Vocabulary.START, DataType.FLOAT);
    graph.setLayerMaskArrays(
        new INDArray[] {padded.mask(), Nd4j.ones(DataType.FLOAT, rows, 1)}, null);
    try {
      return graph
          .feedForward(new INDArray[] {padded.tokens(), start}, false)
          .get(SequenceToSequence.ANNOTATIONS);
    } finally {
      graph.clearLayerMaskArrays();
    }
  }

  /** x - log sum exp(x), in place, shifted by the largest so that exp cannot overflow. */
  private static void toLogProbabilities(float[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - largest);
    }
    double logSum = largest + Math.log(sum);
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (logits[i] - logSum);
    }
  }
}
