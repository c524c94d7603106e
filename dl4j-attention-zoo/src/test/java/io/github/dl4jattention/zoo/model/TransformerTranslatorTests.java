package io.github.dl4jattention.zoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.decoding.SearchOptions;
import io.github.dl4jattention.zoo.decoding.StepModel;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.JsonNodeFactory;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** What a Transformer does beside what {@link FamilyTests} ask of every model. */
class TransformerTranslatorTests {
  private static final Optimizer NONE = new Optimizer(new NoOp(), 1e9);
  private static final int VOCABULARY = Family.CODEC.size();
  private static final Batch.Targets TARGETS = Batch.Targets.of(Family.ENCODED, Family.CODEC);

  /** Three with all ways to tie, norms and kinds of positions among them. */
  static List<Family.Row> rows() {
    return Family.transformers().stream()
        .filter(row -> row.name().matches(".*(post-norm|learned|source and target tied).*"))
        .toList();
  }

  private static TransformerTranslatorBuilder tiny() {
    return TransformerTranslator.builder()
        .optSize(16)
        .optHeads(2)
        .optLayers(2)
        .optDropout(0)
        .optLabelSmoothing(0);
  }

  private static ComputationGraph graph(TransformerTranslatorBuilder builder, long seed) {
    return builder.build().newGraph(VOCABULARY, VOCABULARY, NONE, seed);
  }

  /** Through everything, in double, at parameters of every layer. */
  @ParameterizedTest
  @MethodSource("rows")
  void gradientsAreThoseOfFiniteDifferences(Family.Row row) {
    ComputationGraph graph =
        row.model().newGraph(VOCABULARY, VOCABULARY, NONE, 1).convertDataType(DataType.DOUBLE);
    List<EncodedPair> pairs = Family.ENCODED.subList(0, 3);
    Batch batch = Batch.of(pairs, TARGETS);
    MultiDataSet data =
        new MultiDataSet(
            batch.features(),
            new INDArray[] {batch.labels()},
            batch.featureMasks(),
            new INDArray[] {batch.targetMask()});
    graph.setInputs(batch.features());
    graph.setLabels(new INDArray[] {batch.labels()});
    graph.setLayerMaskArrays(batch.featureMasks(), new INDArray[] {batch.targetMask()});
    graph.computeGradientAndScore();
    INDArray gradient = graph.gradient().gradient().dup();
    graph.clearLayerMaskArrays();
    INDArray parameters = graph.params();
    assertThat(gradient.length()).isEqualTo(parameters.length());
    Random random = new Random(5);
    double largest = 0;
    for (int i = 0; i < 25; i++) {
      long at = random.nextInt((int) parameters.length());
      double analytic = gradient.getDouble(at) / pairs.size(); // DL4J divides in its updater.
      double numeric = (score(graph, data, at, 1e-5) - score(graph, data, at, -1e-5)) / 2e-5;
      largest = Math.max(largest, Math.abs(numeric));
      assertThat(analytic).as("parameter %d", at).isCloseTo(numeric, within(1e-6));
    }
    assertThat(rows()).hasSize(3);
    assertThat(largest).isGreaterThan(1e-3);
  }

  private static double score(ComputationGraph graph, MultiDataSet data, long at, double by) {
    double before = graph.params().getDouble(at);
    graph.params().putScalar(at, before + by);
    double score = graph.score(data, true); // With label smoothing.
    graph.params().putScalar(at, before);
    graph.clearLayerMaskArrays();
    return score;
  }

  /** Beyond the places that are computed ahead, and with rows that are picked on the way. */
  @ParameterizedTest
  @EnumSource(
      value = PositionKind.class,
      names = {"SINUSOIDAL", "ROTARY", "RELATIVE", "BUCKETS", "NONE"})
  void aHundredStepsAreThoseOfTheWholePrefix(PositionKind position) {
    ComputationGraph graph = graph(tiny().optPosition(position), 3);
    graph.params().muli(2);
    List<int[]> sources = List.of(new int[] {4, 5, 6, 2}, new int[] {7, 4, 2});
    assertLongPrefix(GraphSteps.of(graph, sources), graph, sources);
  }

  private static <S> void assertLongPrefix(
      StepModel<S> steps, ComputationGraph graph, List<int[]> sources) {
    Random random = new Random(7);
    int time = 100;
    int[][] read = new int[2][time];
    S state = steps.start();
    float[][] last = null;
    for (int t = 0; t < time; t++) {
      for (int[] row : read) {
        row[t] = t == 0 ? Vocabulary.START : 3 + random.nextInt(VOCABULARY - 3);
      }
      StepModel.Step<S> step = steps.step(new int[] {read[0][t], read[1][t]}, state);
      boolean swapped = t % 7 == 3; // And back at once: the past must follow its row.
      state = steps.select(step.state(), swapped ? new int[] {1, 0} : new int[] {0, 1});
      state = steps.select(state, swapped ? new int[] {1, 0} : new int[] {0, 1});
      last = step.logProbabilities();
    }
    for (int row = 0; row < 2; row++) {
      INDArray whole =
          graph.output(false, numbers(sources.get(row)), numbers(read[row]))[0]; // [1, V, time]
      for (int k = 0; k < VOCABULARY; k++) {
        assertThat(Math.exp(last[row][k])).isCloseTo(whole.getDouble(0, k, time - 1), within(1e-5));
      }
    }
  }

  private static INDArray numbers(int... tokens) {
    return Nd4j.createFromArray(tokens).castTo(DataType.FLOAT).reshape(1, 1, tokens.length);
  }

  @Test
  void everyHeadOfEveryLayerIsSeenAndTheLastLayersMeanIsWhatTheSearchSees() {
    ComputationGraph graph = graph(tiny().optEncoderLayers(3), 3);
    graph.params().muli(2);
    int[] source = {4, 5, 6, 2};
    int[] written = {7, 4, 5, 6, 2};
    TransformerLooks looks = TransformerLooks.of(graph, source, written);
    assertThat(looks.encoder())
        .extracting(TransformerLooks.Layer::name)
        .containsExactly("encoder1", "encoder2", "encoder3");
    assertThat(looks.cross())
        .extracting(TransformerLooks.Layer::name)
        .containsExactly("decoder1", "decoder2");
    looks.encoder().forEach(layer -> assertSumsToOne(layer, 4, 4));
    looks.decoder().forEach(layer -> assertSumsToOne(layer, 5, 5));
    looks.cross().forEach(layer -> assertSumsToOne(layer, 5, 4));
    assertThat(looks.decoder().get(0).heads()[1][2][3]).isZero(); // A later step.
    assertMeanOfHeads(GraphSteps.of(graph, List.of(source)), written, looks.cross().get(1).heads());
  }

  private static void assertSumsToOne(TransformerLooks.Layer layer, int queries, int keys) {
    assertThat(layer.heads()).hasNumberOfRows(2);
    for (float[][] head : layer.heads()) {
      assertThat(head).hasDimensions(queries, keys);
      for (float[] query : head) {
        double sum = 0;
        for (float weight : query) {
          sum += weight;
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
      }
    }
  }

  private static <S> void assertMeanOfHeads(StepModel<S> steps, int[] written, float[][]... heads) {
    S state = steps.start();
    int[] read = {Vocabulary.START};
    for (int t = 0; t < written.length; t++) {
      StepModel.Step<S> step = steps.step(read, state);
      for (int key = 0; key < 4; key++) {
        assertThat(step.weights()[0][key])
            .isCloseTo((heads[0][t][key] + heads[1][t][key]) / 2, within(1e-5f));
      }
      state = step.state();
      read = new int[] {written[t]};
    }
  }

  @Test
  void theDefaultsAreSixPreNormLayersAndThePaperHasItsOwn() {
    ObjectNode defaults = TransformerTranslator.builder().build().toJson();
    assertThat(defaults.path("encoderLayers").asInt()).isEqualTo(6);
    assertThat(defaults.path("decoderLayers").asInt()).isEqualTo(6);
    assertThat(defaults.path("preNorm").asBoolean()).isTrue();
    TransformerTranslator paper = TransformerTranslator.paper();
    assertThat(paper.kind()).isEqualTo("transformer");
    // Table 3: 65 million parameters with its vocabulary of 37,000; here with 100. Of attention
    // 4 (512 * 512 + 512), of feed-forward 2 * 512 * 2048 + 2048 + 512, of a norm 1024.
    long attention = 4 * (512 * 512 + 512);
    long feedForward = 2 * 512 * 2048 + 2048 + 512;
    long encoder = attention + feedForward + 2 * 1024;
    long decoder = 2 * attention + feedForward + 3 * 1024;
    long output = 100 * 512 + 100;
    assertThat(paper.newGraph(100, 100, NONE, 1).params().length())
        .isEqualTo(6 * (encoder + decoder) + output);
  }

  @Test
  void anEmbeddingTimesTheRootOfItsSizeHasADeviationOfOne() {
    for (Tying tying : Tying.values()) {
      ComputationGraph graph =
          tiny().optSize(64).optTying(tying).build().newGraph(500, 500, NONE, 1);
      INDArray read =
          graph
              .feedForward(
                  new INDArray[] {numbers(3, 4, 5, 6, 7, 8, 9, 10, 11, 12), numbers(1)}, false)
              .get("sourceScaled");
      assertThat(read.stdNumber().doubleValue()).as(tying.name()).isBetween(0.85, 1.15);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"size\":256 | \"size\":255 | 4 heads do not divide a size of 255",
        "\"heads\":4 | \"heads\":0 | heads is 0: choose 1 to 256",
        "\"encoderLayers\":6 | \"encoderLayers\":17 | encoderLayers is 17: choose 1 to 16",
        "\"dropout\":0.1 | \"dropout\":1.0 | dropout is 1.0: choose 0 to below 1",
        "\"SINUSOIDAL\" | \"NEAR\" | damaged",
        "\"RELU\" | \"TANH\" | damaged",
        "\"longest\":200, | '' | missing or incomplete",
      })
  void damagedSettingsAreRefused(String old, String changed, String message) throws IOException {
    String json = TransformerTranslator.builder().build().toJson().toString();
    String damaged = json.replace(old, changed);
    assertThat(damaged).isNotEqualTo(json);
    var node = new ObjectMapper().readTree(damaged);
    assertThatThrownBy(() -> ModelFamily.parse("transformer", node))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  @Test
  void anUnknownFamilyIsRefused() {
    ObjectNode settings = TransformerTranslator.builder().build().toJson();
    assertThatThrownBy(() -> ModelFamily.parse("convolutions", settings))
        .isInstanceOf(IOException.class)
        .hasMessage("not a model of kind sequence-to-sequence or transformer");
    assertThatThrownBy(() -> ModelFamily.parse("sequence-to-sequence", settings))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aFileWhoseCardIsOfAnotherFamilyIsRefused(@TempDir Path folder) {
    ModelCard card =
        new ModelCard(
            "other",
            Family.CODEC,
            Family.CODEC,
            12,
            SearchOptions.UNBOUNDED,
            SequenceToSequence.builder().build(),
            JsonNodeFactory.instance.objectNode());
    Path file = folder.resolve("model.zip");
    ModelFile.write(file, graph(tiny(), 1), card, null);
    assertThatThrownBy(() -> ModelFile.load(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("its graph does not fit its card");
  }

  @Test
  void whatDoesNotFitIsRefusedWithItsMend() {
    assertThatThrownBy(
            () -> tiny().optSize(18).optHeads(6).optPosition(PositionKind.ROTARY).build())
        .hasMessage(
            "rotary positions turn pairs of channels, and a head has 3: make it even, by size or"
                + " heads");
    assertThatThrownBy(() -> tiny().optTying(Tying.ALL).build().newGraph(5, 6, NONE, 1))
        .hasMessageContaining("only if they share a vocabulary; theirs have 5 and 6");
    ComputationGraph learned = graph(tiny().optPosition(PositionKind.LEARNED).optLongest(8), 1);
    StepModel<?> steps = GraphSteps.of(learned, List.of(new int[] {4, 2}));
    assertThatThrownBy(() -> steps(steps, 9))
        .hasMessage(
            "the model has vectors for 8 places, and was to take step 9: search for shorter outputs");
  }

  private static <S> void steps(StepModel<S> steps, int count) {
    S state = steps.start();
    for (int t = 0; t < count; t++) {
      state = steps.step(new int[] {4}, state).state();
    }
  }

  @Test
  void theSameSeedGivesTheSameParameters() {
    INDArray first = graph(tiny(), 1).params();
    assertThat(graph(tiny(), 1).params()).isEqualTo(first);
    assertThat(graph(tiny(), 2).params()).isNotEqualTo(first);
    assertThat(Arrays.stream(PositionKind.values()).map(kind -> tiny().optPosition(kind).build()))
        .extracting(model -> model.toJson().path("position").asText())
        .doesNotHaveDuplicates();
  }
}
