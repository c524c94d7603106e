package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.runtime.FirstStepGraphVertex;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A vector in the place of a sequence's first step: how a decoder without attention is told what to
 * write about.
 *
 * <p>Vinyals et al. 2015, "Show and Tell: A Neural Image Caption Generator", where the image is
 * what the LSTM reads first, in the place of a word.
 *
 * <p>Inputs, in this order: {@code [batch, size, time]}, padded at the end only, and {@code [batch,
 * size]}; output: {@code [batch, size, time]}, whose first step is the vector and whose others are
 * those of the sequence. Its mask is the sequence's. What the sequence has at its first step has no
 * influence. No parameters.
 *
 * <pre>{@code
 * .addLayer("image", new DenseLayer.Builder().nOut(256).build(), "meanAnnotation")
 * .addVertex("read", new FirstStep(), "targetEmbedding", "image")
 * .addVertex("decoder", RecurrentVertex.builder().setStateSize(512).build(), "read")
 * }</pre>
 */
public class FirstStep extends PlainVertex {
  /** A vertex. */
  public FirstStep() {}

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parametersView,
      boolean initializeParameters,
      DataType networkDataType) {
    return new FirstStepGraphVertex(graph, name, index, networkDataType);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    if (inputs.length != 2) {
      throw new InvalidInputTypeException(
          "FirstStep needs two inputs, a sequence [batch, size, time] and vectors [batch, size], got "
              + Arrays.toString(inputs));
    }
    long size = Inputs.sequence("FirstStep", "its first input", inputs[0], 0, "");
    if (!(inputs[1] instanceof InputType.InputTypeFeedForward vectors)
        || vectors.getSize() != size) {
      throw new InvalidInputTypeException(
          "FirstStep: its second input must be vectors of %d, as many as its sequence has channels,"
                  .formatted(size)
              + " got "
              + inputs[1]);
    }
    return inputs[0];
  }

  @Override
  public int minVertexInputs() {
    return 2;
  }

  @Override
  public int maxVertexInputs() {
    return 2;
  }

  @Override
  public GraphVertex clone() {
    return new FirstStep();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FirstStep;
  }

  @Override
  public int hashCode() {
    return FirstStep.class.hashCode();
  }
}
