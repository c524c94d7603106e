package io.github.dl4jattention.ui.browser;

import io.github.dl4jattention.layers.MultiHeadSelfAttention;
import io.github.dl4jattention.ui.AttentionDashboard;
import io.github.dl4jattention.ui.AttentionExample;
import io.github.dl4jattention.ui.AttentionListener;
import io.github.dl4jattention.ui.storage.StorageFile;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Trains a small network that copies letters, with the dashboard on, until it is killed. Writes
 * into the file that its argument names, and prints the dashboard's address.
 */
final class TrainingProcess {
  private static final List<String> LETTERS = List.of("c", "a", "b", "d", "a", "c");
  private static final int MOST_ITERATIONS = 100_000;

  private TrainingProcess() {}

  public static void main(String[] arguments) {
    StatsStorage storage = StorageFile.write(Path.of(arguments[0]));
    INDArray letters = letters();
    try (AttentionListener listener =
        AttentionListener.builder(storage)
            .optSession("copying")
            .optEvery(5)
            .optShare(1)
            .setLayers("attention")
            .setExamples(AttentionExample.self("copying letters", LETTERS, letters))
            .build()) {
      ComputationGraph graph = graph();
      graph.setListeners(new StatsListener(listener.queue(), 1, "copying"), listener);
      System.out.println(new AttentionDashboard(storage).port(0).start().url());
      for (int i = 0; i < MOST_ITERATIONS; i++) {
        graph.fit(new INDArray[] {letters}, new INDArray[] {letters});
      }
    }
  }

  private static ComputationGraph graph() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.01))
                .graphBuilder()
                .addInputs("letters")
                .setInputTypes(InputType.recurrent(4))
                .addLayer(
                    "attention", MultiHeadSelfAttention.builder().setHeads(2).build(), "letters")
                .addLayer(
                    "out",
                    new RnnOutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build(),
                    "attention")
                .setOutputs("out")
                .build());
    graph.init();
    return graph;
  }

  /** [batch 1, letters 4, time 6], a 1 for each letter. */
  private static INDArray letters() {
    INDArray letters = Nd4j.zeros(DataType.FLOAT, 1, 4, LETTERS.size());
    for (int t = 0; t < LETTERS.size(); t++) {
      letters.putScalar(0, LETTERS.get(t).charAt(0) - 'a', t, 1);
    }
    return letters;
  }
}
