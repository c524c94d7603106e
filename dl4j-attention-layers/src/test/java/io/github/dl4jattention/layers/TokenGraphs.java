package io.github.dl4jattention.layers;

import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Small graphs from tokens to tokens, and their data. */
final class TokenGraphs {
  static final int TOKENS = 7;
  static final int SIZE = 4;
  static final int BATCH = 3;
  static final int TIME = 5;

  private TokenGraphs() {}

  static GraphBuilder builder(DataType type) {
    return builder(type, InputType.recurrent(TOKENS));
  }

  /** With inputs "tokens" and, where there is a second, "others". */
  static GraphBuilder builder(DataType type, InputType... inputs) {
    return new NeuralNetConfiguration.Builder()
        .dataType(type)
        .seed(7)
        .updater(new Sgd(0.1))
        .graphBuilder()
        .addInputs(List.of("tokens", "others").subList(0, inputs.length))
        .setInputTypes(inputs);
  }

  static TokenEmbedding embedding() {
    return new TokenEmbedding.Builder().nIn(TOKENS).nOut(SIZE).build();
  }

  static SoftmaxOutput.Builder output() {
    return new SoftmaxOutput.Builder().nOut(TOKENS);
  }

  /** Embedding, GRU, output. */
  static ComputationGraph graph(DataType type, BaseOutputLayer output) {
    return initialised(
        builder(type)
            .addLayer("embedding", embedding(), "tokens")
            .addLayer("encoder", new GRU.Builder().nOut(SIZE).build(), "embedding")
            .addLayer("output", output, "encoder")
            .setOutputs("output"));
  }

  static RnnOutputLayer ofDl4j() {
    return new RnnOutputLayer.Builder().nOut(TOKENS).build();
  }

  static ComputationGraph initialised(GraphBuilder builder) {
    ComputationGraph graph = new ComputationGraph(builder.build());
    graph.init();
    return graph;
  }

  static INDArray tokens(DataType type, long seed) {
    Random random = new Random(seed);
    INDArray tokens = Nd4j.zeros(type, BATCH, 1, TIME);
    for (int i = 0; i < tokens.length(); i++) {
      tokens.putScalar(i, random.nextInt(TOKENS));
    }
    return tokens;
  }

  /** Padding at the end of two examples. */
  static INDArray mask(DataType type) {
    return Nd4j.createFromArray(new double[][] {{1, 1, 1, 1, 1}, {1, 1, 1, 0, 0}, {1, 1, 0, 0, 0}})
        .castTo(type);
  }

  static MultiDataSet data(DataType type, boolean masked) {
    INDArray[] masks = masked ? new INDArray[] {mask(type)} : null;
    return new MultiDataSet(
        new INDArray[] {tokens(type, 1)}, new INDArray[] {tokens(type, 2)}, masks, masks);
  }

  /** The same with one-hot labels. */
  static MultiDataSet oneHot(DataType type, boolean masked) {
    MultiDataSet data = data(type, masked);
    INDArray labels = Nd4j.zeros(type, BATCH, TOKENS, TIME);
    for (int b = 0; b < BATCH; b++) {
      for (int t = 0; t < TIME; t++) {
        labels.putScalar(b, data.getLabels(0).getInt(b, 0, t), t, 1);
      }
    }
    data.setLabels(new INDArray[] {labels});
    return data;
  }
}
