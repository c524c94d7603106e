package io.github.dl4jattention.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** The README's example, compiled and run; {@link ReadmeTests} holds the README against it. */
final class DropInExample {
  private DropInExample() {}

  static ComputationGraph graph() {
    // README: begin
    var decoder = BahdanauDecoder.builder().setStateSize(32).build();
    var configuration =
        new NeuralNetConfiguration.Builder()
            .updater(new Adam(0.01))
            .graphBuilder()
            .addInputs("source", "target")
            .setInputTypes(InputType.recurrent(4), InputType.recurrent(8))
            .addLayer("encoder", new LSTM.Builder().nOut(16).build(), "source")
            .addVertex("decoder", decoder, "target", "encoder")
            .addLayer(
                "out",
                new RnnOutputLayer.Builder().nOut(5).activation(Activation.SOFTMAX).build(),
                "decoder")
            .setOutputs("out")
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init(); // then graph.fit(...), graph.output(...), ModelSerializer: as any DL4J graph
    // README: end
    return graph;
  }
}
