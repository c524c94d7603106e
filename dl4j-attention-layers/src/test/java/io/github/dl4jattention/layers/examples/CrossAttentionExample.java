package io.github.dl4jattention.layers.examples;

import io.github.dl4jattention.layers.Attention;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import io.github.dl4jattention.layers.score.GeneralScore;
import java.io.File;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

public class CrossAttentionExample {
  public static void main(String[] arguments) throws Exception {
    var configuration =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(new Adam(0.01))
            .graphBuilder()
            .addInputs("source", "target")
            .setInputTypes(InputType.recurrent(4), InputType.recurrent(3))
            .addLayer("encoder", new LSTM.Builder().nOut(16).build(), "source")
            .addLayer("decoder", new LSTM.Builder().nOut(8).build(), "target")
            .addVertex(
                "context", // [batch, 16, targetTime]; sizes 8 and 16 are inferred
                Attention.builder().setScore(new GeneralScore()).optAttentionDropout(0.1).build(),
                "decoder",
                "encoder")
            .addVertex("both", new MergeVertex(), "context", "decoder")
            .addLayer(
                "out",
                new RnnOutputLayer.Builder().nOut(5).activation(Activation.SOFTMAX).build(),
                "both")
            .setOutputs("out")
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();

    INDArray source = Nd4j.rand(DataType.FLOAT, 2, 4, 6); // [batch, size, time]
    INDArray target = Nd4j.rand(DataType.FLOAT, 2, 3, 5);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 2, 5, 5);
    labels.get(NDArrayIndex.all(), NDArrayIndex.point(0)).assign(1); // each step's class is 0
    INDArray sourceMask = Nd4j.ones(DataType.FLOAT, 2, 6); // [batch, time], 1 = real
    sourceMask.putScalar(1, 5, 0); // the second source has five steps
    INDArray targetMask = Nd4j.ones(DataType.FLOAT, 2, 5);
    INDArray[] inputs = {source, target};
    INDArray[] masks = {sourceMask, targetMask};
    graph.fit(
        new MultiDataSet(inputs, new INDArray[] {labels}, masks, new INDArray[] {targetMask}));

    AttentionWeights weights = AttentionWeights.of(graph, "context");
    weights.keep(true);
    graph.output(false, inputs, masks);
    System.out.println(weights.lastWeights()); // [2, 1, 5, 6]; zero where sourceMask is

    graph.save(new File("model.zip"));
    ComputationGraph loaded = ComputationGraph.load(new File("model.zip"), false);
    System.out.println(loaded.output(false, inputs, masks)[0]); // [2, 5, 5]
  }
}
