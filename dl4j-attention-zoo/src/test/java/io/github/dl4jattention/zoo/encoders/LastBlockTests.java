package io.github.dl4jattention.zoo.encoders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class LastBlockTests {
  private static final int BATCH = 2;

  private final Encoder encoder = TinyNetworks.encoder(1);
  private final LastBlock block = LastBlock.after(encoder, "pool1");
  private final float[][] photos = photos();

  @Test
  void lowerAndBlockTogetherAreTheEncoder() {
    ComputationGraph graph = graph();
    block.setWeights(graph);
    requireAnnotations(graph, encoder);
  }

  @Test
  void trainingChangesTheBlockAndTheTunedEncoderIsTheGraphs() {
    ComputationGraph graph = graph();
    block.setWeights(graph);
    DataSet data = new DataSet(features(), Nd4j.eye(BATCH));
    double before = graph.score(data);
    for (int i = 0; i < 30; i++) {
      graph.fit(data);
    }
    assertThat(graph.score(data)).isLessThan(before / 2);
    Encoder tuned = block.tuned(graph);
    assertThat(tuned.identity()).isNotEqualTo(encoder.identity());
    assertThat(tuned.weights().layer("conv1")).isSameAs(encoder.weights().layer("conv1"));
    assertThat(tuned.weights().layer("conv2").kernel())
        .isNotEqualTo(encoder.weights().layer("conv2").kernel());
    requireAnnotations(graph, tuned);
  }

  @Test
  void whatIsBelowTheBlockIsCachedUnderItsOwnIdentity() {
    assertThat(block.lower().identity()).startsWith("tiny-pool1-");
    assertThat(block.lower().output()).isEqualTo(new FeatureMap(4, 7, 7));
  }

  @Test
  void realNetworksAreCutBelowTheirLastBlocks() {
    LastBlock fire9 = LastBlock.of(new Encoder(EncoderWeights.random(Architectures.SQUEEZENET, 1)));
    assertThat(fire9.lower().output()).isEqualTo(new FeatureMap(512, 13, 13));
    assertThat(fire9.lower().architecture().parameters()).isEqualTo(722_496 - 197_184);
    assertThatThrownBy(() -> LastBlock.of(encoder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("where does the last block of tiny begin?");
  }

  private ComputationGraph graph() {
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .updater(new Adam(0.01))
            .graphBuilder()
            .addInputs("features")
            .setInputTypes(InputType.recurrent(4));
    String annotations = block.add(builder, "features");
    builder
        .addLayer("mean", new GlobalPoolingLayer(), annotations)
        .addLayer(
            "out", new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build(), "mean")
        .setOutputs("out");
    ComputationGraph graph = new ComputationGraph(builder.build());
    graph.init();
    return graph;
  }

  private INDArray features() {
    Forward lower = block.lower().forward();
    INDArray features = Nd4j.create(BATCH, 4, 49);
    for (int i = 0; i < BATCH; i++) {
      features.putSlice(i, Nd4j.createFromArray(lower.output(photos[i])).reshape('c', 4, 49));
    }
    return features.divi(100);
  }

  private void requireAnnotations(ComputationGraph graph, Encoder expected) {
    INDArray features = features().muli(100);
    INDArray series = graph.feedForward(features, false).get("encoder/annotations");
    assertThat(series.shape()).containsExactly(BATCH, 6, 49);
    for (int i : List.of(0, 1)) {
      assertThat(series.slice(i).dup('c').data().asFloat())
          .containsExactly(expected.forward().output(photos[i]), Offset.offset(1e-3f));
    }
  }

  private static float[][] photos() {
    Random random = new Random(6);
    float[][] photos = new float[BATCH][3 * 16 * 16];
    for (float[] photo : photos) {
      float shade = random.nextFloat() * 100;
      for (int i = 0; i < photo.length; i++) {
        photo[i] = random.nextFloat() * 100 - shade;
      }
    }
    return photos;
  }
}
