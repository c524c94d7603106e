package io.github.dl4jattention.zoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.decoding.SearchOptions;
import io.github.dl4jattention.zoo.tokens.Normalization;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.tokens.TokenKind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.shade.jackson.databind.node.JsonNodeFactory;

/** Cards of the second form: settings and whole codecs. */
class ModelCardTests {
  private static final List<String> TEXTS = List.of("two dogs play", "a dog plays", "two cats");

  private static ModelCard card(TextCodec sources, TextCodec targets) {
    return new ModelCard(
        "card",
        sources,
        targets,
        50,
        12,
        SequenceToSequence.builder().optSizes(8).build(),
        JsonNodeFactory.instance.objectNode().put("seed", 1));
  }

  private static TextCodec codec(TokenKind kind) {
    return TextCodec.builder()
        .setKind(kind)
        .optLimit(300)
        .optNormalization(new Normalization(Normalization.Form.NFC, true))
        .train(TEXTS);
  }

  @Test
  void hasBothCodecsAndTheSettings() throws Exception {
    ModelCard card = card(codec(TokenKind.BPE), codec(TokenKind.WORDS));
    ModelCard read = ModelCard.parse(card.toJson());
    assertThat(read.toJson()).isEqualTo(card.toJson());
    assertThat(read.sources().encode("Two dogs")).isEqualTo(card.sources().encode("Two dogs"));
    assertThat(read.targets().encode("Two dogs")).isEqualTo(card.targets().encode("Two dogs"));
    assertThat(read.settings().toJson()).isEqualTo(card.settings().toJson());
    assertThat(read.maxLength()).isEqualTo(50);
    assertThat(read.model(null).lengthAllowance()).isEqualTo(12);
  }

  @Test
  void aCardWithoutAnAllowanceBoundsNothing() throws Exception {
    String json = card(codec(TokenKind.BPE), codec(TokenKind.WORDS)).toJson();
    String earlier = json.replaceFirst("\\s*\"lengthAllowance\" : 12,", "");
    assertThat(earlier).isNotEqualTo(json);
    assertThat(ModelCard.parse(earlier).lengthAllowance()).isEqualTo(SearchOptions.UNBOUNDED);
    assertThat(ModelCard.parse(earlier).toJson()).isEqualTo(earlier);
  }

  @Test
  void aJointCodecIsOneObject() throws Exception {
    TextCodec joint = codec(TokenKind.WORDS);
    ModelCard read = ModelCard.parse(card(joint, joint).toJson());
    assertThat(read.sources()).isSameAs(read.targets());
    assertThat(card(joint, joint).toJson()).doesNotContain("targetTokens");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"formatVersion\" : 2 | \"formatVersion\" : 1",
        "\"sequence-to-sequence\" | \"something-else\"",
        "\"jointTokens\" : false | \"jointTokens\" : 1",
        "\"jointTokens\" : false | \"joint\" : false",
        "\"targetTokens\" | \"tokensOfTargets\"",
        "\"tokens\" : \"words\" | \"tokens\" : \"letters\"",
        "\"settings\" | \"sizes\"",
        "\"embeddingSize\" : 8 | \"embeddingSize\" : -8",
        "\"embeddingSize\" : 8 | \"embeddingsSize\" : 8",
        "\"decoder\" : \"BAHDANAU\" | \"decoder\" : \"NOBODY\"",
        "\"maxLength\" : 50 | \"maxLength\" : 0",
        "\"lengthAllowance\" : 12 | \"lengthAllowance\" : -1",
        "\"lengthAllowance\" : 12 | \"lengthAllowance\" : \"many\"",
        "\"provenance\" | \"origin\""
      })
  void aDamagedCardIsRefused(String old, String changed) {
    String json = card(codec(TokenKind.WORDS), codec(TokenKind.CHARACTERS)).toJson();
    String damaged = json.replace(old, changed);
    assertThat(damaged).isNotEqualTo(json);
    assertThatThrownBy(() -> ModelCard.parse(damaged)).isInstanceOf(IOException.class);
  }
}
