package io.github.dl4jattention.zoo.tokens;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Of what size the pieces of a text are. */
public enum TokenKind {
  /** {@link Characters}. */
  CHARACTERS("characters"),

  /** {@link Words}. */
  WORDS("words"),

  /** {@link BytePairs}. */
  BPE("bpe"),

  /** {@link HuggingFaceTokens}. */
  HUGGING_FACE("huggingface");

  private final String label;

  TokenKind(String label) {
    this.label = label;
  }

  /**
   * What users and files call it.
   *
   * @return such as {@code bpe}
   */
  public String label() {
    return label;
  }

  /**
   * Finds a kind by its name.
   *
   * @param label the name
   * @return the kind
   * @throws IllegalArgumentException if there is none of that name
   */
  public static TokenKind of(String label) {
    return Arrays.stream(values())
        .filter(kind -> kind.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there are no tokens of kind \"%s\": choose of %s"
                        .formatted(
                            label,
                            Arrays.stream(values())
                                .map(TokenKind::label)
                                .collect(Collectors.joining(", ")))));
  }

  @Override
  public String toString() {
    return label;
  }
}
