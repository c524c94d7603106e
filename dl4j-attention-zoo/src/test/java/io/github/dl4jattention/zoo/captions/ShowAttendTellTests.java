package io.github.dl4jattention.zoo.captions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.decoding.StepModel;
import io.github.dl4jattention.zoo.model.GraphStepModel;
import io.github.dl4jattention.zoo.model.Optimizer;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import io.github.dl4jattention.zoo.training.ParallelFit;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

class ShowAttendTellTests {
  private static final double EPSILON = 1e-6;

  static Stream<ShowAttendTell> all() {
    return TinyCaptions.all();
  }

  /** Those whose gradient is that of their score: without draws, without the regularisation. */
  static Stream<ShowAttendTell> differentiable() {
    return Stream.of(
        TinyCaptions.small().optDoublyStochastic(0).build(),
        TinyCaptions.small().optAttention(AttentionKind.NONE).build(),
        TinyCaptions.small().setPatches(3, 2, 4).optOwnChannels(4).optDoublyStochastic(0).build());
  }

  @ParameterizedTest
  @MethodSource("differentiable")
  void gradientsAreThoseOfTheScore(ShowAttendTell settings) {
    ComputationGraphConfiguration configuration =
        settings.configuration(TinyCaptions.CODEC.size(), new Optimizer(new NoOp(), 1e9), 5);
    configuration.setDataType(DataType.DOUBLE);
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    Batch batch = TinyCaptions.model(settings).batch(TinyCaptions.PAIRS, TinyCaptions.TARGETS);
    INDArray mask = batch.targetMask().castTo(DataType.DOUBLE);
    MultiDataSet data =
        new MultiDataSet(
            new INDArray[] {
              batch.source().castTo(DataType.DOUBLE), batch.decoderInput().castTo(DataType.DOUBLE)
            },
            new INDArray[] {batch.labels().castTo(DataType.DOUBLE)},
            new INDArray[] {null, mask},
            new INDArray[] {mask});
    graph.setInputs(data.getFeatures());
    graph.setLabels(data.getLabels());
    graph.setLayerMaskArrays(data.getFeaturesMaskArrays(), data.getLabelsMaskArrays());
    graph.computeGradientAndScore();
    INDArray gradient = graph.gradient().gradient().div(TinyCaptions.PAIRS.size()).dup();
    INDArray parameters = graph.params();
    for (int i = 0; i < 6; i++) {
      INDArray direction = Nd4j.rand(DataType.DOUBLE, parameters.shape()).subi(0.5);
      parameters.addi(direction.mul(EPSILON));
      double above = graph.score(data, true);
      parameters.subi(direction.mul(2 * EPSILON));
      double below = graph.score(data, true);
      parameters.addi(direction.mul(EPSILON));
      double expected = (above - below) / (2 * EPSILON);
      assertThat(gradient.mul(direction).sumNumber().doubleValue())
          .isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
    }
    assertThat(gradient.amaxNumber().doubleValue()).isGreaterThan(1e-3);
  }

  @ParameterizedTest
  @MethodSource("all")
  void aStepGivesWhatTheGraphGives(ShowAttendTell settings) {
    CaptionModel model = TinyCaptions.model(settings);
    Batch batch = model.batch(TinyCaptions.PAIRS, TinyCaptions.TARGETS);
    INDArray expected = model.graph().output(false, batch.features(), batch.featureMasks())[0];
    model.graph().clearLayerMaskArrays();
    int[] photos = TinyCaptions.PAIRS.stream().mapToInt(pair -> pair.source()[0]).toArray();
    GraphStepModel steps = model.steps(model.graph(), photos);
    GraphStepModel.State state = steps.start();
    for (int t = 0; t < batch.decoderInput().size(2); t++) {
      int[] tokens = new int[photos.length];
      for (int row = 0; row < tokens.length; row++) {
        tokens[row] = batch.decoderInput().getInt(row, 0, t);
      }
      StepModel.Step<GraphStepModel.State> step = steps.step(tokens, state);
      state = step.state();
      for (int row = 0; row < tokens.length; row++) {
        for (int word = 0; word < TinyCaptions.CODEC.size(); word++) {
          if (batch.targetMask().getInt(row, t) == 1) {
            assertThat(Math.exp(step.logProbabilities()[row][word]))
                .isCloseTo(expected.getDouble(row, word, t), within(1e-5));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void learnsAFewPhotosByHeart(ShowAttendTell settings) {
    CaptionModel model = TinyCaptions.model(settings);
    double first = 0;
    double last = 0;
    try (ParallelFit fit = new ParallelFit(model, 2)) {
      for (int i = 0; i < 300; i++) {
        last = fit.fit(TinyCaptions.PAIRS, TinyCaptions.TARGETS);
        first = i == 0 ? last : first;
      }
    }
    // What cannot be known is which of two captions of a photo is meant.
    assertThat(last).isLessThan(first / 3);
    List<Caption> captions =
        new Captioner(model, Captioner.searchOf(model).optBeam(3).build()).captions(2, 0, 1);
    assertThat(captions.get(0).text()).startsWith("a child");
    assertThat(captions.get(1).text()).contains("dog runs");
    assertThat(captions.get(2).text()).startsWith("two birds");
  }

  @ParameterizedTest
  @MethodSource("all")
  void aCaptionSaysWhereTheModelLooked(ShowAttendTell settings) {
    CaptionModel model = TinyCaptions.model(settings);
    Caption caption =
        new Captioner(model, Captioner.searchOf(model).optBeam(2).build()).captions(1).get(0);
    assertThat(caption.attention().length).isEqualTo(caption.words().size());
    for (float[] row : caption.attention()) {
      double sum = 0;
      for (float weight : row) {
        sum += weight;
      }
      boolean looks = settings.attention() != AttentionKind.NONE;
      assertThat(row.length).isEqualTo(looks ? caption.rows() * caption.columns() : 0);
      assertThat(sum).isCloseTo(looks ? 1 : 0, within(1e-5));
    }
  }

  @Test
  void withoutAttentionThePhotoIsWhatItReadsFirst() {
    CaptionModel model =
        TinyCaptions.model(TinyCaptions.small().optAttention(AttentionKind.NONE).build());
    GraphStepModel steps = model.steps(model.graph(), 0, 1);
    StepModel.Step<GraphStepModel.State> first =
        steps.step(new int[] {Vocabulary.START, Vocabulary.START}, steps.start());
    StepModel.Step<GraphStepModel.State> other = steps.step(new int[] {7, 7}, steps.start());
    assertThat(first.logProbabilities()).isDeepEqualTo(other.logProbabilities());
    assertThat(first.logProbabilities()[0]).isNotEqualTo(first.logProbabilities()[1]);
  }

  @ParameterizedTest
  @MethodSource("all")
  void settingsComeBack(ShowAttendTell settings) throws IOException {
    ObjectNode json = settings.toJson();
    assertThat(ShowAttendTell.parse(json).toJson()).isEqualTo(json);
    ObjectNode unknown = json.deepCopy();
    unknown.put("more", 1);
    assertThatThrownBy(() -> ShowAttendTell.parse(unknown)).isInstanceOf(IOException.class);
    ObjectNode incomplete = json.deepCopy();
    incomplete.remove("units");
    assertThatThrownBy(() -> ShowAttendTell.parse(incomplete)).hasMessageContaining("incomplete");
    ObjectNode first = json.deepCopy(); // before an encoder could be tuned
    first.remove(List.of("tunedNetwork", "tuningRate"));
    assertThat(ShowAttendTell.parse(first).toJson()).isEqualTo(json);
    ObjectNode large = json.deepCopy();
    large.put("rows", 1000).put("columns", 1000).put("channels", 1000);
    assertThatThrownBy(() -> ShowAttendTell.parse(large)).hasMessageContaining("too large");
  }

  @Test
  void settingsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> ShowAttendTell.builder().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("channels is 0");
    assertThatThrownBy(() -> TinyCaptions.small().setPatches(3, 0, 8).build())
        .hasMessageContaining("rows is 0: choose 1 to");
    assertThatThrownBy(() -> TinyCaptions.small().optDropout(1).build())
        .hasMessageContaining("dropout is 1.0: choose 0 to below 1");
    assertThatThrownBy(
            () ->
                TinyCaptions.model(TinyCaptions.small().build())
                    .withPhotos(new RandomPhotos(1, 5, 3, 3)))
        .hasMessageContaining("the model reads photos of 5 channels at 2 x 3 places");
  }
}
