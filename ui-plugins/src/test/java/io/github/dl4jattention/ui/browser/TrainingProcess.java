package io.github.dl4jattention.ui.browser;

import io.github.dl4jattention.layers.MultiHeadSelfAttention;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import io.github.dl4jattention.ui.AttentionDashboard;
import io.github.dl4jattention.ui.records.AttentionRecord;
import io.github.dl4jattention.ui.records.AttentionRecord.Tokens;
import io.github.dl4jattention.ui.records.ExampleRecord;
import io.github.dl4jattention.ui.records.ExampleRecord.Kind;
import io.github.dl4jattention.ui.records.LayerWeights;
import io.github.dl4jattention.ui.records.Progress;
import io.github.dl4jattention.ui.records.RecordQueue;
import io.github.dl4jattention.ui.records.RecordWriter;
import io.github.dl4jattention.ui.storage.StorageFile;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Trains a small network that copies letters, with the dashboard on, until it is killed. Writes
 * into the file that its argument names, and prints the dashboard's address.
 */
final class TrainingProcess {
  static final String SESSION = "copying";
  private static final List<String> LETTERS = List.of("c", "a", "b", "d", "a", "c");
  private static final int MOST_ITERATIONS = 100_000;

  private TrainingProcess() {}

  public static void main(String[] arguments) throws Exception {
    var storage = StorageFile.write(Path.of(arguments[0]));
    try (RecordQueue queue = new RecordQueue(storage)) {
      RecordWriter writer = new RecordWriter(storage, queue, SESSION);
      writer.putExamples(List.of(new ExampleRecord(0, "copying letters", Kind.SELF, new byte[0])));
      ComputationGraph graph = graph();
      graph.setListeners(new StatsListener(queue, 1, SESSION));
      System.out.println(new AttentionDashboard(storage).port(0).start().url());
      INDArray letters = letters();
      for (int i = 1; i <= MOST_ITERATIONS; i++) {
        graph.fit(new INDArray[] {letters}, new INDArray[] {letters});
        if (i % 5 == 0) {
          writer.putAttention(List.of(attention(graph, letters, i)));
        }
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

  private static AttentionRecord attention(
      ComputationGraph graph, INDArray letters, int iteration) {
    AttentionWeights weights = AttentionWeights.of(graph, "attention");
    weights.keep(true);
    graph.output(letters);
    INDArray last = weights.lastWeights(); // [batch, heads, queries, keys]
    weights.keep(false);
    float[][][] values = new float[2][][];
    for (int head = 0; head < 2; head++) {
      values[head] = last.get(point(0), point(head)).toFloatMatrix();
    }
    return new AttentionRecord(
        0,
        new Progress(iteration, 0, System.currentTimeMillis()),
        new Tokens(LETTERS, LETTERS, null, null),
        List.of(LayerWeights.of("attention", values)));
  }

  private static INDArrayIndex point(int index) {
    return NDArrayIndex.point(index);
  }
}
