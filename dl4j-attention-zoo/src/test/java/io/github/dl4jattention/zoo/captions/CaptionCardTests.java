package io.github.dl4jattention.zoo.captions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.model.ModelCard;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class CaptionCardTests {
  @TempDir private Path folder;

  static Stream<ShowAttendTell> all() {
    return TinyCaptions.all();
  }

  private static CaptionCard card(ShowAttendTell settings, TextCodec codec) {
    return new CaptionCard(
        "tiny",
        codec,
        TinyCaptions.MAX_LENGTH,
        settings,
        "squeezenet-abc123",
        new ObjectMapper().createObjectNode().put("seed", 5));
  }

  @ParameterizedTest
  @MethodSource("all")
  void aModelComesBackFromItsFile(ShowAttendTell settings) {
    CaptionModel model = TinyCaptions.model(settings);
    Path file = folder.resolve("model.zip");
    ModelFile.write(file, model.graph(), card(settings, TinyCaptions.CODEC), null);
    ModelFile.Opened<CaptionCard> opened = CaptionCard.load(file);
    assertThat(opened.card().encoder()).isEqualTo("squeezenet-abc123");
    assertThat(opened.trainingState()).isNull();
    CaptionModel again = opened.card().model(opened.graph(), model.photos());
    assertThat(captions(again)).isEqualTo(captions(model));
  }

  private static List<String> captions(CaptionModel model) {
    return new Captioner(model, Captioner.searchOf(model).optBeam(2).build())
        .captions(0, 1, 2).stream()
            .map(caption -> caption.text() + caption.logProbability())
            .toList();
  }

  @Test
  void aModelOfAnotherKindIsRefusedOnBothSides() {
    ShowAttendTell settings = TinyCaptions.small().build();
    CaptionModel model = TinyCaptions.model(settings);
    Path file = folder.resolve("model.zip");
    ModelFile.write(file, model.graph(), card(settings, TinyCaptions.CODEC), null);
    assertThatThrownBy(() -> ModelFile.load(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("model.zip is a captioner: use zoo caption ");
    String translation = "{\"formatVersion\": 2, \"kind\": \"sequence-to-sequence\"}";
    assertThatThrownBy(() -> CaptionCard.parse(translation))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("show-attend-tell, which writes about photos");
  }

  @Test
  void aGraphThatDoesNotFitItsCardIsRefused() {
    ShowAttendTell settings = TinyCaptions.small().build();
    CaptionModel model = TinyCaptions.model(settings);
    Path file = folder.resolve("model.zip");
    ModelFile.write(
        file, model.graph(), card(settings, TextCodec.ofCharacters(List.of("a", "b"))), null);
    assertThatThrownBy(() -> CaptionCard.load(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("does not fit its vocabulary");
    ShowAttendTell other =
        ShowAttendTell.builder().setAnnotations(7, 2, 3).optUnits(6).optEmbeddingSize(4).build();
    ModelFile.write(file, model.graph(), card(other, TinyCaptions.CODEC), null);
    assertThatThrownBy(() -> CaptionCard.load(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot be read as a model");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"maxLength\" : 0",
        "\"maxLength\" : 100000",
        "\"encoder\" : \"../x y\"",
        "\"encoder\" : \"\"",
        "\"formatVersion\" : 0"
      })
  void aDamagedCardIsRefused(String damage) {
    String good = card(TinyCaptions.small().build(), TinyCaptions.CODEC).toJson();
    String key = damage.substring(0, damage.indexOf(':') + 1);
    String bad = good.replaceAll(java.util.regex.Pattern.quote(key) + "[^,]*", damage);
    assertThat(bad).isNotEqualTo(good);
    assertThatThrownBy(() -> CaptionCard.parse(bad)).isInstanceOf(IOException.class);
  }

  @Test
  void aLaterVersionIsTold() {
    String later =
        card(TinyCaptions.small().build(), TinyCaptions.CODEC)
            .toJson()
            .replace("\"formatVersion\" : 1", "\"formatVersion\" : 9");
    assertThatThrownBy(() -> CaptionCard.parse(later))
        .isInstanceOf(ModelCard.LaterVersionException.class)
        .hasMessageContaining("version 9");
  }
}
