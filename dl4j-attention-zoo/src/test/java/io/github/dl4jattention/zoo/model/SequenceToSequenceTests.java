package io.github.dl4jattention.zoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Settings of the family: what does not fit is refused, what is saved is checked. */
class SequenceToSequenceTests {
  private static final Optimizer OPTIMIZER = new Optimizer(new Adam(1e-3), 1);

  static List<Arguments> misfits() {
    return List.of(
        misfit(b -> b.optEncoderUnits(0), "encoderUnits is 0: choose 1 to 100000"),
        misfit(b -> b.optDecoderLayers(17), "decoderLayers is 17: choose 1 to 16"),
        misfit(b -> b.optDropout(1), "dropout is 1.0: choose 0 to below 1"),
        misfit(b -> b.optLabelSmoothing(-0.1), "labelSmoothing is -0.1"),
        misfit(b -> b.optReversedSource(true), "reads both ways"),
        misfit(b -> b.optDecoder(DecoderKind.PLAIN).optBridge(false), "give it a bridge"),
        misfit(b -> b.optContextAtEachStep(true), "for a decoder without attention"),
        misfit(
            b -> b.optDecoder(DecoderKind.PLAIN).optScore(ScoreKind.DOT),
            "has no score, window or coverage"),
        misfit(
            b -> b.optCoverage(true).optScore(ScoreKind.DOT), "coverage is a form of the additive"),
        misfit(b -> b.optScore(ScoreKind.DOT), "decoderUnits must be 512"),
        misfit(b -> b.optWindowHalfWidth(0.5), "choose 1 or more"),
        misfit(
            b -> b.optTying(Tying.ALL).optEmbeddingSize(128),
            "an embedding of 128 cannot be one with a softmax that sees 256"));
  }

  private static Arguments misfit(Consumer<SequenceToSequenceBuilder> settings, String message) {
    return Arguments.of(settings, message);
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void settingsThatDoNotFitAreRefusedWithTheMend(
      Consumer<SequenceToSequenceBuilder> settings, String message) {
    SequenceToSequenceBuilder builder = SequenceToSequence.builder();
    settings.accept(builder);
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aSharedEmbeddingNeedsASharedVocabulary() {
    SequenceToSequence model = SequenceToSequence.builder().optTying(Tying.ALL).build();
    assertThatThrownBy(() -> model.configuration(10, 11, OPTIMIZER, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("theirs have 10 and 11 numbers: train one codec on both");
  }

  @Test
  void aTiedGraphHasAsManyParametersLess() {
    SequenceToSequenceBuilder builder = SequenceToSequence.builder().optSizes(8);
    long separate = builder.build().newGraph(50, 50, OPTIMIZER, 1).numParams();
    for (Tying tying : Tying.values()) {
      ComputationGraph graph = builder.optTying(tying).build().newGraph(50, 50, OPTIMIZER, 1);
      int matrices = tying == Tying.NONE ? 0 : tying == Tying.ALL ? 2 : 1;
      assertThat(graph.numParams()).isEqualTo(separate - matrices * 50L * 8);
    }
  }

  @Test
  void theSameSeedGivesTheSameParameters() {
    SequenceToSequence model = SequenceToSequence.builder().optSizes(6).build();
    assertThat(model.newGraph(9, 9, OPTIMIZER, 3).params())
        .isEqualTo(model.newGraph(9, 9, OPTIMIZER, 3).params())
        .isNotEqualTo(model.newGraph(9, 9, OPTIMIZER, 4).params());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void settingsComeBackFromJson(Family.Row row) throws IOException {
    assertThat(ModelFamily.parse(row.model().kind(), row.model().toJson()).toJson())
        .isEqualTo(row.model().toJson());
  }

  static List<Family.Row> rows() {
    return Family.rows();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"embeddingSize\":256 | \"embeddingSize\":0",
        "\"embeddingSize\":256 | \"embeddingSize\":null",
        "\"embeddingSize\":256 | \"embeddingSize\":2.5",
        "\"embeddingSize\":256, | ",
        "\"embeddingSize\":256 | \"embeddingSizes\":256",
        "\"GRU\" | \"GRUU\"",
        "\"GRU\" | 1",
        "\"dropout\":0.0 | \"dropout\":\"NaN\"",
        "\"dropout\":0.0 | \"dropout\":-1",
        "{ | [{",
      })
  void damagedSettingsAreRefused(String old, String changed) throws IOException {
    String json = SequenceToSequence.builder().build().toJson().toString();
    String damaged = json.replaceFirst(Pattern.quote(old), changed == null ? "" : changed);
    assertThat(damaged).isNotEqualTo(json);
    var node = new ObjectMapper().readTree(damaged.startsWith("[") ? damaged + "]" : damaged);
    assertThatThrownBy(() -> SequenceToSequence.parse(node)).isInstanceOf(IOException.class);
  }
}
