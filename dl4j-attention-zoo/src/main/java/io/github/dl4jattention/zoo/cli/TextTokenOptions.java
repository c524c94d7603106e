package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.tokens.Normalization;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.tokens.TokenKind;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** How texts become numbers. */
class TextTokenOptions {
  @Option(
      names = "--tokens",
      paramLabel = "KIND",
      description = "bpe (pieces of words), words, characters, or huggingface with --tokenizer.")
  private String tokens;

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      description = "A tokenizer.json of Hugging Face's.")
  private Path tokenizer;

  @Option(names = "--vocabulary", paramLabel = "N", description = "Most pieces: the most frequent.")
  private int vocabulary = 8_000;

  @Option(names = "--lower-case", description = "Capitals become small letters.")
  private boolean lowerCase;

  @Option(
      names = "--normalize",
      paramLabel = "FORM",
      description = "Unicode's form of all texts: none, nfc or nfkc.")
  private String form = "nfc";

  void check() {
    Limits.within("--vocabulary", vocabulary, 2, 200_000);
    boolean huggingFace = kind() == TokenKind.HUGGING_FACE;
    Limits.needs("--tokenizer", tokenizer != null, "--tokens huggingface", huggingFace);
    if (huggingFace && tokenizer == null) {
      throw new UserError("--tokens huggingface needs a file: give --tokenizer FILE too");
    }
    form();
  }

  private TokenKind kind() {
    if (tokens == null) {
      return tokenizer == null ? TokenKind.BPE : TokenKind.HUGGING_FACE;
    }
    try {
      return TokenKind.of(tokens);
    } catch (IllegalArgumentException e) {
      throw new UserError("--tokens: " + e.getMessage(), e);
    }
  }

  private Normalization.Form form() {
    return Limits.choice("--normalize", Normalization.Form.class, form);
  }

  /**
   * Trains a codec.
   *
   * @param side whose texts they are, for messages
   */
  final TextCodec train(String side, Stream<String> texts) {
    try {
      return TextCodec.builder()
          .setKind(kind())
          .optLimit(vocabulary)
          .optNormalization(new Normalization(form(), lowerCase))
          .optFile(tokenizer)
          .train(texts.toList());
    } catch (UserError e) {
      throw new UserError(side + e.getMessage(), e);
    }
  }

  void describe(ObjectNode settings) {
    settings
        .put("tokens", kind().label())
        .put("vocabulary", vocabulary)
        .put("lowerCase", lowerCase)
        .put("normalization", form);
  }
}
