package io.github.dl4jattention.zoo.encoders;

import io.github.dl4jattention.zoo.encoders.Step.Concatenation;
import io.github.dl4jattention.zoo.encoders.Step.Convolution;
import io.github.dl4jattention.zoo.encoders.Step.MaxPooling;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * A network's table as a graph of DL4J's own layers: photos {@code [batch, channels, rows,
 * columns]} in, annotations in the same layout out.
 */
final class CnnGraph {
  /** Name of the graph's output. */
  static final String OUTPUT = "annotations";

  private CnnGraph() {}

  /**
   * A graph with weights.
   *
   * @param weights the weights, and what they are of
   * @return a graph with the input {@link Architecture#INPUT} and the output {@link #OUTPUT}
   */
  static ComputationGraph of(EncoderWeights weights) {
    Architecture architecture = weights.architecture();
    FeatureMap input = architecture.input();
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs(Architecture.INPUT)
            .setInputTypes(
                InputType.convolutional(input.rows(), input.columns(), input.channels()));
    add(architecture, builder, "", Architecture.INPUT, null);
    // A vertex cannot be an output; this layer gives what it gets.
    builder
        .addLayer(OUTPUT, new ActivationLayer(Activation.IDENTITY), architecture.outputName())
        .setOutputs(OUTPUT);
    ComputationGraph graph = new ComputationGraph(builder.build());
    graph.init();
    set(weights, graph, "");
    return graph;
  }

  /**
   * Adds a network's steps to a graph.
   *
   * @param architecture the steps
   * @param builder takes them
   * @param prefix what their names begin with
   * @param input the vertex that they follow
   * @param updater of their weights; null for the configuration's
   */
  static void add(
      Architecture architecture,
      GraphBuilder builder,
      String prefix,
      String input,
      IUpdater updater) {
    for (Step step : architecture.steps()) {
      String[] before =
          step.inputs().stream()
              .map(name -> name.equals(Architecture.INPUT) ? input : prefix + name)
              .toArray(String[]::new);
      String name = prefix + step.name();
      if (step instanceof Convolution convolution) {
        builder.addLayer(name, layer(convolution, updater), before);
      } else if (step instanceof MaxPooling pooling) {
        builder.addLayer(name, layer(pooling), before);
      } else if (step instanceof Concatenation) {
        builder.addVertex(name, new MergeVertex(), before);
      }
    }
  }

  private static ConvolutionLayer layer(Convolution step, IUpdater updater) {
    return new ConvolutionLayer.Builder(step.kernel(), step.kernel())
        .stride(step.stride(), step.stride())
        .nIn(step.in())
        .nOut(step.out())
        .convolutionMode(step.padded() ? ConvolutionMode.Same : ConvolutionMode.Truncate)
        .activation(Activation.RELU)
        .updater(updater)
        .build();
  }

  private static SubsamplingLayer layer(MaxPooling step) {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(step.size(), step.size())
        .stride(step.stride(), step.stride())
        .convolutionMode(ConvolutionMode.Truncate)
        .build();
  }

  /**
   * Sets a graph's weights.
   *
   * @param weights of the steps that {@link #add} added
   * @param graph the graph
   * @param prefix what their names begin with
   */
  static void set(EncoderWeights weights, ComputationGraph graph, String prefix) {
    for (Convolution step : weights.architecture().convolutions()) {
      EncoderWeights.Layer layer = weights.layer(step.name());
      org.deeplearning4j.nn.api.Layer target = graph.getLayer(prefix + step.name());
      INDArray kernel = target.getParam("W");
      kernel.assign(Nd4j.createFromArray(layer.kernel()).reshape('c', kernel.shape()));
      target.getParam("b").assign(Nd4j.createFromArray(layer.bias()).reshape(1, step.out()));
    }
  }
}
