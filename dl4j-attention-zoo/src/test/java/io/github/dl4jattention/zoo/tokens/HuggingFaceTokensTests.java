package io.github.dl4jattention.zoo.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HuggingFaceTokensTests {
  /** A tokenizer of word pieces, small letters, with tokens that it adds around a text. */
  static final Path FILE = Path.of("src/test/resources/tokens/tokenizer.json");

  @TempDir private Path folder;

  @Test
  void cutsAndJoinsAsTheTokenizerDoes() {
    HuggingFaceTokens tokens = HuggingFaceTokens.read(FILE);
    assertThat(tokens.split("The dogs, the cat"))
        .containsExactly("the", "dog", "##s", ",", "the", "cat");
    assertThat(tokens.join(tokens.split("The dogs, the cat"))).isEqualTo("the dogs, the cat");
    assertThat(tokens.split("the x")).containsExactly("the", "[UNK]");
    assertThat(tokens.split("")).isEmpty();
  }

  @Test
  void leavesOutPiecesThatItDoesNotKnow() {
    HuggingFaceTokens tokens = HuggingFaceTokens.read(FILE);
    assertThat(tokens.join(List.of("the", "<unk>", "nothing", "cat"))).isEqualTo("the cat");
    assertThat(tokens.join(List.of("<unk>"))).isEmpty();
  }

  @Test
  void leavesNoSettingBehind() {
    HuggingFaceTokens.read(FILE);
    assertThat(System.getProperty("ai.djl.offline")).isNull();
    assertThat(System.getProperty("RUST_FLAVOR")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "[] | it is not a JSON object",
        "{} | it has no model with a vocabulary",
        "{\"model\": {\"type\": \"Nonsense\", \"vocab\": {\"a\": 0}}} | ",
        "{\"model\": | ",
        "nonsense | ",
      })
  void refusesOtherFilesWithOneLine(String json, String reason) throws IOException {
    Path file = Files.writeString(folder.resolve("tokenizer.json"), json);
    assertThatThrownBy(() -> HuggingFaceTokens.read(file))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file + " is no tokenizer.json that can be used (")
        .hasMessageContaining(reason == null ? "" : reason)
        .hasMessageEndingWith("): take it from a model's files as it is")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void refusesFileThatNestsTooDeep() throws IOException {
    Path file = Files.writeString(folder.resolve("deep.json"), "{\"a\":" + "[".repeat(100_000));
    assertThatThrownBy(() -> HuggingFaceTokens.read(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("it is nested too deep");
  }

  @Test
  void refusesMissingAndTooLargeFiles() throws IOException {
    assertThatThrownBy(() -> HuggingFaceTokens.read(folder.resolve("none.json")))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("none.json (no such file): name a tokenizer.json");
    Path large =
        Files.write(folder.resolve("large.json"), new byte[HuggingFaceTokens.MAX_BYTES + 1]);
    assertThatThrownBy(() -> HuggingFaceTokens.read(large))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("has more than 12582912 bytes: choose a smaller tokenizer");
  }
}
