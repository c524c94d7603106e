package io.github.dl4jattention.zoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.decoding.SearchOptions;
import io.github.dl4jattention.zoo.decoding.StepModel;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.tokens.TokenKind;
import io.github.dl4jattention.zoo.training.ParallelFit;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.shade.jackson.databind.node.JsonNodeFactory;

/** What every row of the family does: shapes, steps, learning by heart, its file. */
class FamilyTests {
  private static final int MAX_LENGTH = 12;
  private static final int MOST_UPDATES = 600;

  /** What four rows read in their second step. */
  private static final int[] SECOND = {4, 5, 6, 4};

  private static final Batch.Targets TARGETS = Batch.Targets.of(Family.ENCODED, Family.CODEC);

  @TempDir Path folder;

  static List<Family.Row> rows() {
    return Family.rows();
  }

  private static ComputationGraph graph(Family.Row row) {
    int size = Family.CODEC.size();
    return row.model().newGraph(size, size, new Optimizer(new Adam(row.learningRate()), 5), 1);
  }

  private static TranslationModel model(ComputationGraph graph) {
    return new TranslationModel(graph, Family.CODEC, Family.CODEC, MAX_LENGTH);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void learnsEightPairsByHeart(Family.Row row) {
    ComputationGraph graph = graph(row);
    Batch batch = Batch.of(Family.ENCODED, TARGETS);
    MultiDataSet all =
        new MultiDataSet(
            batch.features(),
            new INDArray[] {batch.labels()},
            batch.featureMasks(),
            new INDArray[] {batch.targetMask()});
    double loss = Double.POSITIVE_INFINITY;
    double enough = row.enough();
    try (ParallelFit fit = new ParallelFit(graph, 2)) {
      for (int i = 0; i < MOST_UPDATES && loss > enough; i++) {
        fit.fit(Family.ENCODED, TARGETS);
        if (i % 20 == 0) {
          loss = graph.score(all, false) * Family.PAIRS.size() / batch.symbols();
          graph.clearLayerMaskArrays();
        }
      }
    }
    assertThat(loss).as("nats a token").isLessThan(enough);
    List<Prediction> predictions =
        new Translator(model(graph), 1).translate(Family.PAIRS.stream().map(Pair::source).toList());
    assertThat(predictions.stream().map(Prediction::prediction))
        .containsExactlyElementsOf(Family.PAIRS.stream().map(Pair::target).toList());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void stepsAsTheGraphRunsUnderTeacherForcing(Family.Row row) {
    ComputationGraph graph = graph(row);
    graph.params().muli(2); // Far from even.
    Batch batch = Batch.of(Family.ENCODED, TARGETS);
    INDArray probabilities = graph.output(false, batch.features(), batch.featureMasks())[0];
    assertThat(probabilities.shape())
        .containsExactly(8, Family.CODEC.size(), batch.labels().size(2));
    List<int[]> sources = Family.ENCODED.stream().map(EncodedPair::source).toList();
    assertSteps(GraphSteps.of(graph, sources), batch, probabilities);
  }

  private static <S> void assertSteps(StepModel<S> steps, Batch batch, INDArray probabilities) {
    S state = steps.start();
    for (int t = 0; t < batch.labels().size(2); t++) {
      int time = t;
      int[] tokens =
          IntStream.range(0, 8).map(r -> batch.decoderInput().getInt(r, 0, time)).toArray();
      StepModel.Step<S> step = steps.step(tokens, state);
      state = step.state();
      for (int r = 0; r < 8; r++) {
        if (batch.targetMask().getInt(r, t) == 1) {
          for (int k = 0; k < Family.CODEC.size(); k++) {
            assertThat(Math.exp(step.logProbabilities()[r][k]))
                .isCloseTo(probabilities.getDouble(r, k, t), within(1e-5));
          }
        }
      }
    }
  }

  /** Rows alone, picked, and in another order, give what they give together. */
  @ParameterizedTest
  @MethodSource("rows")
  void rowsOfABatchAreIndependent(Family.Row row) {
    ComputationGraph graph = graph(row);
    graph.params().muli(2);
    List<int[]> sources = Family.ENCODED.stream().map(EncodedPair::source).toList();
    int[] rows = {6, 1, 1, 3};
    float[][] picked = picked(GraphSteps.of(graph, sources), rows);
    for (int i = 0; i < rows.length; i++) {
      float[] alone = alone(GraphSteps.of(graph, List.of(sources.get(rows[i]))), i);
      for (int k = 0; k < Family.CODEC.size(); k++) {
        assertThat(picked[i][k]).isCloseTo(alone[k], within(1e-4f));
      }
    }
  }

  private static <S> float[][] picked(StepModel<S> together, int... rows) {
    var first = together.step(new int[] {1, 1, 1, 1, 1, 1, 1, 1}, together.start());
    return together.step(SECOND, together.select(first.state(), rows)).logProbabilities();
  }

  private static <S> float[] alone(StepModel<S> alone, int row) {
    var first = alone.step(new int[] {1}, alone.start());
    return alone.step(new int[] {SECOND[row]}, first.state()).logProbabilities()[0];
  }

  @ParameterizedTest
  @MethodSource("rows")
  void comesBackFromItsFileToTheBit(Family.Row row) {
    ComputationGraph graph = graph(row);
    graph.params().muli(2);
    ModelCard card =
        new ModelCard(
            "family",
            Family.CODEC,
            Family.CODEC,
            MAX_LENGTH,
            SearchOptions.UNBOUNDED,
            row.model(),
            JsonNodeFactory.instance.objectNode());
    Path file = folder.resolve("model.zip");
    ModelFile.write(file, graph, card, null);
    ModelFile.Loaded loaded = ModelFile.load(file);
    assertThat(loaded.card().settings().toJson()).isEqualTo(row.model().toJson());
    assertThat(loaded.card().toJson()).isEqualTo(card.toJson());
    assertThat(loaded.model().sources()).isSameAs(loaded.model().targets());
    assertThat(loaded.model().graph().params()).isEqualTo(graph.params());
    List<String> texts = Family.PAIRS.stream().map(Pair::source).toList();
    List<Prediction> expected = new Translator(model(graph), 2).translate(texts);
    assertThat(new Translator(loaded.model(), 2).translate(texts))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyElementsOf(expected);
  }

  @Test
  void aTokenizerThatDoesNotFitTheModelIsRefused() {
    Family.Row row = Family.rows().get(0);
    TextCodec other = TextCodec.builder().setKind(TokenKind.WORDS).train(List.of("a b", "c d e"));
    ModelCard card =
        new ModelCard(
            "family",
            other,
            Family.CODEC,
            MAX_LENGTH,
            SearchOptions.UNBOUNDED,
            row.model(),
            JsonNodeFactory.instance.objectNode());
    Path file = folder.resolve("model.zip");
    ModelFile.write(file, graph(row), card, null);
    assertThatThrownBy(() -> ModelFile.load(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("its sourceEmbedding does not fit its vocabulary")
        .hasMessageContaining("fetch or train it again");
  }
}
