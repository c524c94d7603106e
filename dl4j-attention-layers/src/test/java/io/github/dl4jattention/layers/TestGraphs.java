package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Graphs and arrays for tests. */
final class TestGraphs {
  private TestGraphs() {}

  /** A vertex alone: its inputs are the graph's, its output is the graph's. */
  static ComputationGraph alone(DataType type, GraphVertex vertex, InputType... inputs) {
    String[] names = new String[inputs.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = "in" + i;
    }
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .dataType(type)
                .seed(7)
                .updater(new NoOp())
                .graphBuilder()
                .addInputs(names)
                .setInputTypes(inputs)
                .addVertex("attention", vertex, names)
                .setOutputs("attention")
                .build());
    graph.init();
    return graph;
  }

  /**
   * LSTMs below two vertices in a row, a softmax above: the gradients of everything pass through
   * the vertices. Inputs: queries [b,3,*], keys [b,2,*].
   */
  static ComputationGraph trained(GraphVertex first, GraphVertex second, int size) {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.DOUBLE)
            .seed(7)
            .updater(new NoOp())
            .graphBuilder()
            .addInputs("queries", "keys")
            .setInputTypes(InputType.recurrent(3), InputType.recurrent(2))
            .addLayer("below", lstm(3, 2), "queries")
            .addLayer("encoder", lstm(2, 3), "keys")
            .addVertex("first", first, "below", "encoder")
            .addVertex("second", second, "first", "encoder")
            .addLayer(
                "output",
                new RnnOutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                    .nIn(size)
                    .nOut(3)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "second")
            .setOutputs("output")
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  /** Data for {@link #trained}: 2 examples, 3 query steps, 4 key steps. */
  static MultiDataSet data(boolean masked) {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, 2, 3, 3);
    for (int example = 0; example < 2; example++) {
      for (int t = 0; t < 3; t++) {
        labels.putScalar(new int[] {example, (example + t) % 3, t}, 1);
      }
    }
    INDArray[] features = {
      random(DataType.DOUBLE, 1, 2, 3, 3), random(DataType.DOUBLE, 2, 2, 2, 4)
    };
    if (!masked) {
      return new MultiDataSet(features, new INDArray[] {labels});
    }
    INDArray queryMask = Nd4j.createFromArray(new double[][] {{1, 1, 1}, {1, 1, 0}});
    INDArray keyMask = Nd4j.createFromArray(new double[][] {{1, 1, 0, 0}, {1, 1, 1, 1}});
    return new MultiDataSet(
        features,
        new INDArray[] {labels},
        new INDArray[] {queryMask, keyMask},
        new INDArray[] {queryMask.dup()});
  }

  static INDArray random(DataType type, long seed, long... shape) {
    Random random = new Random(seed);
    INDArray array = Nd4j.zeros(DataType.DOUBLE, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, random.nextGaussian());
    }
    return array.castTo(type);
  }

  /** Asserts that two arrays, either of which may be null, are the same but for a tolerance. */
  static void assertClose(INDArray actual, INDArray expected, double tolerance) {
    if (expected == null || actual == null) {
      assertThat(actual).isEqualTo(expected);
      return;
    }
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.isNaN().any()).isFalse();
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThanOrEqualTo(tolerance);
  }

  private static LSTM lstm(int in, int out) {
    return new LSTM.Builder().nIn(in).nOut(out).activation(Activation.TANH).build();
  }

  /** A graph of nothing but a layer or vertex "subject", with these input types. */
  static ComputationGraphConfiguration configuration(Object subject, InputType... types) {
    return configuration(subject, types.length, types);
  }

  static ComputationGraph graph(Object subject, InputType... types) {
    ComputationGraph graph = new ComputationGraph(configuration(subject, types));
    graph.init();
    return graph;
  }

  static ComputationGraph initializeWithoutTypes(Object subject, int inputs) {
    ComputationGraph graph = new ComputationGraph(configuration(subject, inputs));
    graph.init();
    return graph;
  }

  static ComputationGraphConfiguration configuration(
      Object subject, int inputs, InputType... types) {
    String[] names = IntStream.range(0, inputs).mapToObj(i -> "in" + i).toArray(String[]::new);
    ComputationGraphConfiguration.GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs(names)
            .setInputTypes(types)
            .setOutputs("subject");
    if (subject instanceof Layer layer) {
      return builder.addLayer("subject", layer, names).build();
    }
    return builder.addVertex("subject", (GraphVertex) subject, names).build();
  }

  /** A layer below an output layer; the input type may be null. */
  static MultiLayerNetwork network(Layer layer, InputType type) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(layer)
                .layer(new RnnOutputLayer.Builder().nIn(3).nOut(2).build())
                .setInputType(type)
                .build());
    network.init();
    return network;
  }
}
