package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.runtime.ReverseSequenceGraphVertex;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reverses the real steps of each sequence, and leaves padding where it is, at the end.
 *
 * <p>{@code y[b, :, t] = x[b, :, n_b - 1 - t]} for {@code t < n_b}, else {@code x[b, :, t]}, with
 * n_b the number of real steps of example b. Twice is the identity.
 *
 * <p>Two of these around an LSTM make a backward encoder that padding does not reach. DL4J's {@code
 * Bidirectional} reverses padding to the front, and its LSTM reads it there, because a graph's
 * masks never get to it: what an example's annotations are then depends on how long its batch-mates
 * are.
 *
 * <p>One input, {@code [batch, size, time]}; its mask is {@code [batch, time]}, ones before zeros
 * (any other is refused); without a mask all steps are real. The output has the input's shape and
 * mask. No parameters.
 *
 * <pre>{@code
 * graph.addLayer("forward", lstm, "embedding")
 *     .addVertex("reversed", new ReverseSequence(), "embedding")
 *     .addLayer("backwardReversed", anotherLstm, "reversed")
 *     .addVertex("backward", new ReverseSequence(), "backwardReversed")
 *     .addVertex("annotations", new MergeVertex(), "forward", "backward");
 * }</pre>
 */
public class ReverseSequence extends PlainVertex {
  /** A vertex; it has no settings. */
  public ReverseSequence() {}

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parametersView,
      boolean initializeParameters,
      DataType networkDataType) {
    return new ReverseSequenceGraphVertex(graph, name, index, networkDataType);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    if (inputs.length != 1) {
      throw new InvalidInputTypeException(
          "ReverseSequence needs one input, a sequence [batch, size, time], got "
              + Arrays.toString(inputs));
    }
    Inputs.sequence("ReverseSequence", "its input", inputs[0], 0, "");
    return inputs[0];
  }

  @Override
  public GraphVertex clone() {
    return new ReverseSequence();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReverseSequence;
  }

  @Override
  public int hashCode() {
    return ReverseSequence.class.hashCode();
  }
}
