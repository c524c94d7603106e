package io.github.dl4jattention.benchmarks.works;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;

/** Configurations of graphs: in float, with the same parameters each time. */
final class Graphs {
  private static final int SEED = 7;

  private Graphs() {}

  static ComputationGraphConfiguration.GraphBuilder builder() {
    return new NeuralNetConfiguration.Builder()
        .dataType(DataType.FLOAT)
        .seed(SEED)
        .updater(new NoOp())
        .graphBuilder();
  }

  /** A layer over a sequence. */
  static ComputationGraphConfiguration over(String name, Layer layer, long size) {
    return builder()
        .addInputs("input")
        .setInputTypes(InputType.recurrent(size))
        .addLayer(name, layer, "input")
        .setOutputs(name)
        .build();
  }

  /** A vertex over two sequences. */
  static ComputationGraphConfiguration over(String name, GraphVertex vertex, long size) {
    return builder()
        .addInputs("first", "second")
        .setInputTypes(InputType.recurrent(size), InputType.recurrent(size))
        .addVertex(name, vertex, "first", "second")
        .setOutputs(name)
        .build();
  }
}
