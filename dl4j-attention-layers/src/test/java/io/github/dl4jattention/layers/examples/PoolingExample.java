package io.github.dl4jattention.layers.examples;

import io.github.dl4jattention.layers.AttentionPooling;
import io.github.dl4jattention.layers.SelfAttention;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.layers.score.ScaledDotScore;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

public class PoolingExample {
  public static void main(String[] arguments) {
    var configuration =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(new Adam(0.01))
            .list()
            .layer(new LSTM.Builder().nOut(16).build())
            .layer(SelfAttention.builder().setScore(new ScaledDotScore()).build())
            .layer(AttentionPooling.builder().setScore(new AdditiveScore(8)).build())
            .layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
            .setInputType(InputType.recurrent(4))
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();

    INDArray sequences = Nd4j.rand(DataType.FLOAT, 2, 4, 6);
    INDArray mask = Nd4j.ones(DataType.FLOAT, 2, 6);
    mask.putScalar(1, 5, 0);
    INDArray classes = Nd4j.eye(3).castTo(DataType.FLOAT).getRows(0, 2);
    network.fit(new DataSet(sequences, classes, mask, null));

    AttentionWeights weights = AttentionWeights.of(network, 2); // the pooling layer
    weights.keep(true);
    System.out.println(network.output(sequences, false, mask, null)); // [2, 3]
    System.out.println(weights.lastWeights()); // [2, 1, 1, 6]; zero where the mask is
  }
}
