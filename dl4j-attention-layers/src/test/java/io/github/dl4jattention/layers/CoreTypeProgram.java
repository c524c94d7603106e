package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.kernel.SingleThreadedBlas;
import java.io.IOException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Run by {@link OpenBlasCoreTypeTests}: what OpenBLAS works with after each way to begin. */
final class CoreTypeProgram {
  private CoreTypeProgram() {}

  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "tell" -> {
        System.out.println("told " + OpenBlasCoreType.tell());
        System.out.println("again " + OpenBlasCoreType.tell());
        System.out.println("loaded " + OpenBlasCoreType.isBlasLoaded());
      }
      case "late" -> {
        Nd4j.create(1);
        System.out.println("loaded " + OpenBlasCoreType.isBlasLoaded());
        System.out.println("told " + OpenBlasCoreType.tell());
      }
      case "nothing" -> {}
      case "layer" -> LayerNormalization.builder().build();
      case "vertex" -> BahdanauDecoder.builder().setStateSize(3).build();
      case "gru" -> new GRU.Builder().nOut(3).build();
      case "graph" -> {
        new ComputationGraph(graph()).init();
        try (SingleThreadedBlas.Use use = SingleThreadedBlas.enter()) {
          System.out.println("inside " + use.getClass().getSimpleName());
        }
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    Nd4j.create(1);
    System.out.println("vendor " + Nd4j.factory().blas().getBlasVendor());
    System.out.println("detected " + detected());
  }

  private static String detected() {
    try {
      return OpenBlasCoreType.detected().orElse("none");
    } catch (LinkageError e) {
      return "unknown without JNA";
    }
  }

  /** As README has it: the first of our classes is named before the first array is made. */
  private static org.deeplearning4j.nn.conf.ComputationGraphConfiguration graph() {
    var configuration =
        new NeuralNetConfiguration.Builder()
            .updater(new Adam(0.01))
            .graphBuilder()
            .addInputs("source", "target")
            .setInputTypes(InputType.recurrent(4), InputType.recurrent(8));
    return configuration
        .addLayer("encoder", new LSTM.Builder().nOut(16).build(), "source")
        .addLayer("norm", LayerNormalization.builder().build(), "encoder")
        .addLayer("gru", new GRU.Builder().nOut(16).build(), "norm")
        .addVertex("decoder", BahdanauDecoder.builder().setStateSize(32).build(), "target", "gru")
        .addLayer(
            "out",
            new RnnOutputLayer.Builder().nOut(5).activation(Activation.SOFTMAX).build(),
            "decoder")
        .setOutputs("out")
        .build();
  }
}
