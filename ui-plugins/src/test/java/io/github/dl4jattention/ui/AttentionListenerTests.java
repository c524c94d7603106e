package io.github.dl4jattention.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.layers.BahdanauDecoder;
import io.github.dl4jattention.layers.LSTM;
import io.github.dl4jattention.layers.MultiHeadSelfAttention;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import io.github.dl4jattention.ui.records.AttentionRecord;
import io.github.dl4jattention.ui.records.ExampleRecord;
import io.github.dl4jattention.ui.records.LayerWeights;
import java.util.List;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class AttentionListenerTests {
  private static final List<String> SOURCE = List.of("a", "b", "c");
  private static final List<String> TARGET = List.of("A", "B");

  private final StatsStorage storage = new InMemoryStatsStorage();

  /** An encoder, attention of two heads over it, a decoder; dropout draws random numbers. */
  private static ComputationGraph graph() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Adam(0.01))
                .graphBuilder()
                .addInputs("source", "target")
                .setInputTypes(InputType.recurrent(4), InputType.recurrent(5))
                .addLayer("encoder", new LSTM.Builder().nOut(6).dropOut(0.5).build(), "source")
                .addLayer("self", MultiHeadSelfAttention.builder().setHeads(2).build(), "encoder")
                .addVertex(
                    "decoder", BahdanauDecoder.builder().setStateSize(7).build(), "target", "self")
                .addLayer(
                    "out",
                    new RnnOutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build(),
                    "decoder")
                .setOutputs("out")
                .build());
    graph.init();
    return graph;
  }

  private static MultiDataSet batch() {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 8, 3, 2);
    for (int example = 0; example < 8; example++) {
      for (int step = 0; step < 2; step++) {
        labels.putScalar(new int[] {example, (example + step) % 3, step}, 1);
      }
    }
    return new MultiDataSet(
        new INDArray[] {
          Nd4j.linspace(-1, 1, 96, DataType.FLOAT).reshape(8, 4, 3),
          Nd4j.linspace(1, -1, 80, DataType.FLOAT).reshape(8, 5, 2)
        },
        new INDArray[] {labels});
  }

  private static AttentionExample alignment() {
    return AttentionExample.alignment(
        "abc",
        SOURCE,
        TARGET,
        Nd4j.linspace(0, 1, 12, DataType.FLOAT).reshape(1, 4, 3),
        Nd4j.linspace(0, 1, 10, DataType.FLOAT).reshape(1, 5, 2));
  }

  private AttentionListener.Builder builder() {
    return AttentionListener.builder(storage)
        .setLayers("decoder")
        .setExamples(alignment())
        .optSession("s")
        .optEvery(1)
        .optShare(1);
  }

  private static ComputationGraph trained(TrainingListener... listeners) {
    Nd4j.getRandom().setSeed(11);
    ComputationGraph graph = graph();
    graph.setListeners(listeners);
    for (int i = 0; i < 5; i++) {
      graph.fit(batch());
    }
    return graph;
  }

  private List<Persistable> records() {
    return storage.getAllUpdatesAfter("s", AttentionRecord.TYPE, -1);
  }

  @Test
  void readsTheWeightsOfAForwardPass() {
    ComputationGraph graph;
    try (AttentionListener listener = builder().build()) {
      graph = trained(listener);
    }
    assertThat(records()).hasSize(5);
    AttentionRecord last = (AttentionRecord) records().get(4);
    AttentionWeights weights = AttentionWeights.of(graph, "decoder");
    weights.keep(true);
    graph.output(alignment().features());
    INDArray expected = weights.lastWeights();
    LayerWeights layer = last.layers().get(0);
    assertThat(layer.heads()).isEqualTo(1);
    for (int row = 0; row < 2; row++) {
      for (int column = 0; column < 3; column++) {
        float weight = expected.getFloat(0, 0, row, column);
        assertThat(layer.weights()[row * 3 + column] & 0xff).isEqualTo(Math.round(255 * weight));
      }
    }
    assertThat(last.tokens().source()).isEqualTo(SOURCE);
    assertThat(storage.getAllStaticInfos("s", AttentionRecord.TYPE))
        .singleElement()
        .extracting(info -> ((ExampleRecord) info).name())
        .isEqualTo("abc");
  }

  @Test
  void disturbsNothing() {
    INDArray without = trained().params();
    INDArray with;
    try (AttentionListener listener = builder().build()) {
      with = trained(listener).params();
    }
    assertThat(records()).hasSize(5);
    assertThat(with.toFloatVector()).isEqualTo(without.toFloatVector());
  }

  @Test
  void readsSeveralLayersAndMasks() {
    AttentionExample self =
        AttentionExample.self("abc", List.of("a", "b"), alignment().features())
            .withMasks(Nd4j.createFromArray(new float[][] {{1, 1, 0}}), null);
    try (AttentionListener listener = builder().setLayers("self").setExamples(self, self).build()) {
      trained(listener);
    }
    assertThat(records()).hasSize(10);
    LayerWeights layer = ((AttentionRecord) records().get(0)).layers().get(0);
    assertThat(layer.heads()).isEqualTo(2);
    for (int row = 0; row < 4; row++) {
      int sum = (layer.weights()[2 * row] & 0xff) + (layer.weights()[2 * row + 1] & 0xff);
      assertThat(sum).isBetween(254, 256); // All of the weight is on what is not padding.
    }
  }

  @Test
  void looksAtEveryFewIterations() {
    try (AttentionListener listener = builder().optEvery(2).build()) {
      trained(listener);
    }
    assertThat(records())
        .extracting(record -> ((AttentionRecord) record).progress().iteration())
        .allMatch(iteration -> iteration % 2 == 0)
        .hasSizeBetween(2, 3);
  }

  @Test
  void aWrongLayerDoesNotStopTraining() {
    try (AttentionListener listener = builder().setLayers("encoder").build()) {
      assertThat(trained(listener).getConfiguration().getIterationCount()).isEqualTo(5);
    }
    assertThat(records()).isEmpty();
  }

  @Test
  void moreTokensThanStepsDoNotStopTraining() {
    AttentionExample example =
        AttentionExample.alignment(
            "x", List.of("a", "b", "c", "d"), TARGET, alignment().features());
    try (AttentionListener listener = builder().setExamples(example).build()) {
      assertThat(trained(listener).getConfiguration().getIterationCount()).isEqualTo(5);
    }
    assertThat(records()).isEmpty();
  }

  @Test
  void settingsThatMissAreNamed() {
    assertThatThrownBy(() -> AttentionListener.builder(storage).setLayers("a").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 examples are given: give 1 to 16 with setExamples(...)");
    assertThatThrownBy(() -> builder().setLayers().build())
        .hasMessage("0 layers are named: name 1 to 64 with setLayers(...)");
    assertThatThrownBy(() -> builder().optEvery(0).build()).hasMessageContaining("choose 1");
    assertThatThrownBy(() -> builder().optShare(2).build()).hasMessageContaining("at most 1");
  }
}
