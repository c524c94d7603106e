package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.runtime.FinalStateGraphVertex;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * What a recurrent encoder has made of a whole sequence: its state after the last step that it has
 * read. Of a bidirectional one that is the forward direction's last step and the backward
 * direction's first.
 *
 * <p>One input, {@code [batch, size, time]}, with a mask {@code [batch, time]}, 1 = real, padding
 * anywhere; output {@code [batch, size]}: channels below {@code forwardSize} are those of the last
 * real step, the others those of the first. A sequence of padding alone gives zeros. No parameters.
 *
 * <p>It hands an encoder over to a decoder: Cho et al. 2014, Sutskever et al. 2014; with a dense
 * layer in between, {@code s_0 = tanh(W h)}, it is the bridge of Bahdanau et al. 2014, A.2.2.
 *
 * <pre>{@code
 * .addLayer("encoder", new Bidirectional(new GRU.Builder().nOut(256).build()), "embedding")
 * .addVertex("final", new FinalState(256), "encoder")
 * .addLayer("bridge", new DenseLayer.Builder().nOut(256).activation(Activation.TANH).build(), "final")
 * }</pre>
 */
public class FinalState extends PlainVertex {
  /** Channels of the forward direction, which come first. */
  private final long forwardSize;

  /**
   * A vertex.
   *
   * @param forwardSize channels of the direction that reads from the first step to the last; those
   *     behind them are of the other direction
   */
  public FinalState(@JsonProperty("forwardSize") long forwardSize) {
    if (forwardSize < 0) {
      throw new IllegalArgumentException(
          "FinalState: forwardSize is a number of channels, at least 0, got " + forwardSize);
    }
    this.forwardSize = forwardSize;
  }

  /**
   * Channels of the direction that reads from the first step to the last.
   *
   * @return at least 0
   */
  public long getForwardSize() {
    return forwardSize;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parametersView,
      boolean initializeParameters,
      DataType networkDataType) {
    return new FinalStateGraphVertex(graph, name, index, networkDataType, forwardSize);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    if (inputs.length != 1) {
      throw new InvalidInputTypeException(
          "FinalState needs one input, a sequence [batch, size, time], got "
              + Arrays.toString(inputs));
    }
    long size = Inputs.sequence("FinalState", "its input", inputs[0], 0, "");
    if (forwardSize > size) {
      throw new InvalidInputTypeException(
          "FinalState: forwardSize is %d, but its input has %d channels"
              .formatted(forwardSize, size));
    }
    return InputType.feedForward(size);
  }

  @Override
  public GraphVertex clone() {
    return new FinalState(forwardSize);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FinalState that && forwardSize == that.forwardSize;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(forwardSize);
  }
}
