package io.github.dl4jattention.zoo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.model.Optimizer;
import io.github.dl4jattention.zoo.model.PositionKind;
import io.github.dl4jattention.zoo.model.TransformerTranslator;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.tokens.TokenKind;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class SearchFlagsTests {
  /** A multiple of eight, as tables of places are. */
  private static final int PLACES = 16;

  private static TranslationModel model(PositionKind position) {
    TextCodec codec =
        TextCodec.builder().setKind(TokenKind.CHARACTERS).optLimit(20).train(List.of("abc"));
    int size = codec.vocabulary().size();
    ComputationGraph graph =
        TransformerTranslator.builder()
            .optSize(8)
            .optHeads(2)
            .optLayers(1)
            .optPosition(position)
            .optLongest(PLACES)
            .build()
            .newGraph(size, size, Optimizer.falling(0.001, 1, 1), 1);
    return new TranslationModel(graph, codec, codec, 12);
  }

  private static SearchFlags flags(String... arguments) {
    SearchFlags flags = new SearchFlags();
    CommandLine.populateCommand(flags, arguments);
    flags.check();
    return flags;
  }

  @Test
  void outputsAreNoLongerThanTheModelHasLearnedPlaces() {
    TranslationModel model = model(PositionKind.LEARNED);
    assertThat(model.longestOutput()).isEqualTo(PLACES);
    assertThatThrownBy(() -> flags("--max-length", "17").translator(model))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "--max-length is 17: the model has learned positions for 16 tokens, choose at most"
                + " that");
    assertThat(flags("--max-length", "16", "--min-length", "16").translator(model).translate("ab"))
        .isNotNull();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LEARNED")
  void otherPlacesHaveNoEnd(PositionKind position) {
    TranslationModel model = model(position);
    assertThat(model.longestOutput()).isEqualTo(Integer.MAX_VALUE);
    assertThat(flags("--max-length", "40", "--min-length", "30").translator(model).translate("ab"))
        .isNotNull();
  }
}
