package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.layers.score.Score;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** A layer and a vertex, in a small network, with the settings of training under test. */
enum TrainedSubject {
  LAYER {
    @Override
    Object configuration(Settings settings) {
      SelfAttention.Builder builder = SelfAttention.builder().setScore(settings.score);
      if (settings.weightInit != null) {
        builder.weightInit(settings.weightInit);
      }
      settings.ofParameter.forEach(builder::weightInit);
      builder.l1(settings.l1).l2(settings.l2).l2Bias(settings.l2OfBiases);
      builder.weightNoise(settings.noise);
      builder.updater(settings.updater).biasUpdater(settings.biasUpdater);
      if (settings.constraint != null) {
        builder.constrainWeights(settings.constraint);
      }
      if (settings.biasConstraint != null) {
        builder.constrainBias(settings.biasConstraint);
      }
      return builder.build();
    }
  },
  VERTEX {
    @Override
    Object configuration(Settings settings) {
      Attention.Builder builder = Attention.builder().setScore(settings.score);
      if (settings.weightInit != null) {
        builder.optWeightInit(settings.weightInit);
      }
      settings.ofParameter.forEach(builder::optWeightInit);
      if (settings.l1 > 0) {
        builder.optL1(settings.l1);
      }
      if (settings.l2 > 0) {
        builder.optL2(settings.l2);
      }
      if (settings.l2OfBiases > 0) {
        builder.optRegularizationBias(new L2Regularization(settings.l2OfBiases));
      }
      builder.optWeightNoise(settings.noise);
      builder.optUpdater(settings.updater).optBiasUpdater(settings.biasUpdater);
      if (settings.constraint != null) {
        builder.optConstrainWeights(settings.constraint);
      }
      if (settings.biasConstraint != null) {
        builder.optConstrainBias(settings.biasConstraint);
      }
      return builder.build();
    }
  };

  abstract Object configuration(Settings settings);

  ComputationGraph graph(long size, Consumer<Settings> change) {
    Settings settings = new Settings();
    change.accept(settings);
    NeuralNetConfiguration.Builder network =
        new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).seed(7).updater(new Sgd(1));
    ComputationGraphConfiguration.GraphBuilder builder =
        settings
            .network
            .apply(network)
            .graphBuilder()
            .addInputs("in")
            .setInputTypes(InputType.recurrent(size))
            .setOutputs("output");
    if (configuration(settings) instanceof Layer layer) {
      builder.addLayer("subject", layer, "in");
    } else {
      builder.addVertex("subject", (GraphVertex) configuration(settings), "in", "in");
    }
    builder.addLayer(
        "output",
        new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE)
            .nOut(2)
            .activation(Activation.IDENTITY)
            .updater(new NoOp())
            .build(),
        "subject");
    ComputationGraph graph = new ComputationGraph(builder.build());
    graph.init();
    return graph;
  }

  /** The settings of one test, for the layer's builder and the vertex'. */
  static final class Settings {
    Score score = new AdditiveScore(3).normalized(); // With two biases, gain and offset.
    IWeightInit weightInit;
    Map<String, IWeightInit> ofParameter = new LinkedHashMap<>();
    double l1;
    double l2;
    double l2OfBiases;
    IWeightNoise noise;
    LayerConstraint constraint;
    LayerConstraint biasConstraint;
    IUpdater updater;
    IUpdater biasUpdater;
    UnaryOperator<NeuralNetConfiguration.Builder> network = UnaryOperator.identity();
  }

  static Map<String, INDArray> parameters(ComputationGraph graph) {
    return graph.getVertex("subject").paramTable(false);
  }

  static Map<String, INDArray> copies(ComputationGraph graph) {
    Map<String, INDArray> copies = new LinkedHashMap<>();
    parameters(graph).forEach((name, array) -> copies.put(name, array.dup()));
    return copies;
  }

  static MultiDataSet data(long size) {
    return new MultiDataSet(
        TestGraphs.random(DataType.DOUBLE, 1, 4, size, 3),
        TestGraphs.random(DataType.DOUBLE, 2, 4, 2, 3));
  }

  /** What one step of training takes off each parameter. */
  static Map<String, INDArray> step(ComputationGraph graph) {
    Map<String, INDArray> before = copies(graph);
    graph.fit(data(3));
    Map<String, INDArray> difference = new LinkedHashMap<>();
    parameters(graph).forEach((name, array) -> difference.put(name, before.get(name).sub(array)));
    return difference;
  }

  static double distance(INDArray a, INDArray b) {
    return a.sub(b).amaxNumber().doubleValue();
  }

  static boolean isWeight(String name) {
    return List.of("Wq", "Wk", "v").contains(name);
  }
}
