package io.github.dl4jattention.layers;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Networks with recurrent layers of gates, and their data, for tests. */
final class GatedNetworks {
  /** Of the input. */
  static final int CHANNELS = 3;

  /** Padding at the end, in the middle, at the front, nothing but padding, none. */
  static final INDArray MASK =
      Nd4j.createFromArray(
          new double[][] {
            {1, 1, 1, 0, 0}, {1, 0, 1, 0, 1}, {0, 0, 1, 1, 1}, {0, 0, 0, 0, 0}, {1, 1, 1, 1, 1}
          });

  private GatedNetworks() {}

  /** The layers in a row, and nothing else: the output is that of the last. */
  static MultiLayerNetwork alone(DataType type, Layer... layers) {
    return alone(type, builder -> builder, layers);
  }

  static MultiLayerNetwork alone(
      DataType type, UnaryOperator<NeuralNetConfiguration.Builder> settings, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list =
        settings
            .apply(new NeuralNetConfiguration.Builder().dataType(type).seed(7).updater(new NoOp()))
            .list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    return random(list.setInputType(InputType.recurrent(CHANNELS)).build());
  }

  /** A layer below a softmax, for sequences {@code [batch, time, size]}. */
  static MultiLayerNetwork timeFirst(DataType type, Layer layer) {
    return random(
        new NeuralNetConfiguration.Builder()
            .dataType(type)
            .updater(new NoOp())
            .list()
            .layer(layer)
            .layer(softmax())
            .setInputType(InputType.recurrent(CHANNELS, RNNFormat.NWC))
            .build());
  }

  /** The layers in a row below a softmax. */
  static ComputationGraph trained(Layer... layers) {
    return trained(builder -> builder, layers);
  }

  static ComputationGraph trained(
      UnaryOperator<NeuralNetConfiguration.Builder> settings, Layer... layers) {
    var graph =
        settings
            .apply(
                new NeuralNetConfiguration.Builder()
                    .dataType(DataType.DOUBLE)
                    .seed(7)
                    .updater(new NoOp()))
            .graphBuilder()
            .addInputs("0")
            .setInputTypes(InputType.recurrent(CHANNELS));
    for (int i = 0; i < layers.length; i++) {
      graph.addLayer(String.valueOf(i + 1), layers[i], String.valueOf(i));
    }
    ComputationGraph network =
        new ComputationGraph(
            graph
                .addLayer("output", softmax(), String.valueOf(layers.length))
                .setOutputs("output")
                .build());
    network.init();
    fillBiases(network.paramTable());
    return network;
  }

  static RnnOutputLayer softmax() {
    return new RnnOutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
        .nOut(2)
        .activation(Activation.SOFTMAX)
        .build();
  }

  static MultiLayerNetwork random(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    fillBiases(network.paramTable());
    return network;
  }

  /** Biases start at zero: a wrong sign would not show. */
  private static void fillBiases(Map<String, INDArray> parameters) {
    parameters.forEach(
        (name, value) -> {
          if (name.substring(name.lastIndexOf('_') + 1).matches("[fb]?bR?")) {
            value.assign(TestGraphs.random(value.dataType(), name.hashCode(), value.shape()));
          }
        });
  }

  /** Five examples of five steps; masks are {@link #MASK}. */
  static MultiDataSet data(boolean masked) {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, 5, 2, 5);
    for (int example = 0; example < 5; example++) {
      for (int t = 0; t < 5; t++) {
        labels.putScalar(new int[] {example, (example + t) % 2, t}, 1);
      }
    }
    INDArray features = TestGraphs.random(DataType.DOUBLE, 1, 5, CHANNELS, 5);
    return masked
        ? new MultiDataSet(
            new INDArray[] {features},
            new INDArray[] {labels},
            new INDArray[] {MASK.dup()},
            new INDArray[] {MASK.dup()})
        : new MultiDataSet(new INDArray[] {features}, new INDArray[] {labels});
  }

  /** The sequence with a value in place of everything under the mask. */
  static INDArray withPadding(INDArray sequence, INDArray mask, double value) {
    INDArray changed = sequence.dup();
    for (int example = 0; example < mask.size(0); example++) {
      for (int t = 0; t < mask.size(1); t++) {
        if (mask.getDouble(example, t) == 0) {
          changed
              .get(NDArrayIndex.point(example), NDArrayIndex.all(), NDArrayIndex.point(t))
              .assign(value);
        }
      }
    }
    return changed;
  }

  static double difference(INDArray actual, INDArray expected) {
    // A NaN compares as no difference otherwise.
    return actual.isNaN().any()
        ? Double.NaN
        : actual
            .castTo(DataType.DOUBLE)
            .sub(expected.castTo(DataType.DOUBLE))
            .amaxNumber()
            .doubleValue();
  }
}
