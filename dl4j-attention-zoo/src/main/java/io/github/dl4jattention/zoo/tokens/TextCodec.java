package io.github.dl4jattention.zoo.tokens;

import io.github.dl4jattention.zoo.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Texts to numbers and back: what is done to a text first, how it is cut, and which number each
 * piece has. It is saved with its model, and does the same when loaded.
 *
 * <pre>{@code
 * TextCodec codec =
 *     TextCodec.builder().setKind(TokenKind.BPE).optLimit(8000).train(texts);
 * int[] numbers = codec.encode("two dogs play");
 * String text = codec.decode(numbers);
 * }</pre>
 *
 * <p>One codec trained on sources and targets together serves both sides: a joint vocabulary. Two
 * codecs, each trained on its side, are separate ones.
 */
public final class TextCodec {
  private final Tokenizer tokenizer;
  private final Normalization normalization;
  private final Vocabulary vocabulary;

  /**
   * A codec of given parts.
   *
   * @param tokenizer cuts texts
   * @param normalization what is done to them first
   * @param vocabulary numbers of the tokenizer's pieces
   */
  public TextCodec(Tokenizer tokenizer, Normalization normalization, Vocabulary vocabulary) {
    this.tokenizer = tokenizer;
    this.normalization = normalization;
    this.vocabulary = vocabulary;
  }

  /**
   * The characters of some texts, in the order of their code points. Others are refused.
   *
   * @param texts the texts
   * @return a codec without a number for unknown characters
   */
  public static TextCodec ofCharactersIn(Iterable<String> texts) {
    TreeSet<Integer> codePoints = new TreeSet<>();
    texts.forEach(text -> text.codePoints().forEach(codePoints::add));
    return ofCharacters(codePoints.stream().map(Character::toString).toList());
  }

  /**
   * Given characters. Others are refused.
   *
   * @param characters one code point each, none twice
   * @return a codec without a number for unknown characters
   * @throws IllegalArgumentException if one is not a single code point, or is given twice
   */
  public static TextCodec ofCharacters(List<String> characters) {
    for (String character : characters) {
      if (character.codePointCount(0, character.length()) != 1) {
        throw new IllegalArgumentException("\"%s\" is not one character".formatted(character));
      }
    }
    return new TextCodec(new Characters(), Normalization.NONE, new Vocabulary(characters, false));
  }

  /**
   * Settings of a codec that is trained on texts.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Settings of a codec that is trained on texts. */
  public static final class Builder {
    private TokenKind kind;
    private Normalization normalization = Normalization.NONE;
    private int limit = 10_000;
    private boolean byteFallback = true;
    private Path file;

    private Builder() {}

    /**
     * Of what size the pieces are.
     *
     * @param value the kind
     * @return this
     */
    public Builder setKind(TokenKind value) {
      kind = value;
      return this;
    }

    /**
     * What is done to a text first; nothing if not given.
     *
     * @param value the normalisation
     * @return this
     */
    public Builder optNormalization(Normalization value) {
      normalization = value;
      return this;
    }

    /**
     * Most pieces in the vocabulary, 10,000 if not given: the most frequent. {@link TokenKind#BPE}
     * learns so many pieces if the texts have them.
     *
     * @param value at least 1
     * @return this
     */
    public Builder optLimit(int value) {
      limit = value;
      return this;
    }

    /**
     * Whether {@link TokenKind#BPE} writes characters that it does not know as their bytes, which
     * takes 256 pieces of the limit; if not given, it does. Otherwise they are unknown.
     *
     * @param value whether
     * @return this
     */
    public Builder optByteFallback(boolean value) {
      byteFallback = value;
      return this;
    }

    /**
     * The {@code tokenizer.json} of {@link TokenKind#HUGGING_FACE}, for which it is required.
     *
     * @param value a file
     * @return this
     */
    public Builder optFile(Path value) {
      file = value;
      return this;
    }

    /**
     * Trains a codec. The same texts and settings give the same codec.
     *
     * @param texts all texts that a model will be trained on
     * @return the codec
     * @throws UserError if a setting does not fit, or the texts have fewer than two different
     *     pieces
     */
    public TextCodec train(Iterable<String> texts) {
      check();
      List<String> normalized = new ArrayList<>();
      texts.forEach(text -> normalized.add(normalization.apply(text)));
      if (kind == TokenKind.BPE) {
        BytePairs tokenizer = trainBytePairs(normalized);
        return new TextCodec(
            tokenizer, normalization, new Vocabulary(tokenizer.pieces(), !byteFallback));
      }
      Tokenizer tokenizer =
          switch (kind) {
            case CHARACTERS -> new Characters();
            case HUGGING_FACE -> HuggingFaceTokens.read(file);
            default -> new Words();
          };
      Map<String, Long> counts = new HashMap<>();
      for (String text : normalized) {
        tokenizer.split(text).forEach(piece -> counts.merge(piece, 1L, Long::sum));
      }
      requireVariety(counts.size(), counts.keySet());
      return new TextCodec(tokenizer, normalization, Vocabulary.mostFrequent(counts, limit));
    }

    private void check() {
      if (kind == null) {
        throw new IllegalArgumentException("setKind is missing: choose a TokenKind");
      }
      if (limit < 2) {
        throw new UserError("a vocabulary of %d is too small: give at least 2".formatted(limit));
      }
      if ((kind == TokenKind.HUGGING_FACE) != (file != null)) {
        throw new UserError(
            "a tokenizer.json and tokens of kind %s belong together: give both or neither"
                .formatted(TokenKind.HUGGING_FACE));
      }
    }

    private BytePairs trainBytePairs(List<String> texts) {
      try {
        TreeSet<String> seen = new TreeSet<>();
        texts.forEach(text -> Spacing.split(text, seen::add));
        requireVariety(seen.size(), seen);
        return BytePairs.train(texts, limit, byteFallback);
      } catch (IllegalArgumentException e) {
        throw new UserError(e.getMessage() + ": give a larger one", e);
      }
    }

    private static void requireVariety(int different, Iterable<String> pieces) {
      if (different == 0) {
        throw new UserError("there is no text to learn tokens from: check the data");
      }
      if (different == 1) {
        throw new UserError(
            "all texts are the one token \"%s\", from which nothing can be learned: check the data"
                .formatted(abbreviated(pieces.iterator().next())));
      }
    }

    private static String abbreviated(String piece) {
      String safe = piece.replaceAll("\\p{Cntrl}", "?");
      return safe.length() > 40 ? safe.substring(0, 40) + "..." : safe;
    }
  }

  /**
   * Numbers of a text, without start or end.
   *
   * @param text any text
   * @return one number a piece
   * @throws Vocabulary.UnknownPieceException if a piece is not in the vocabulary, and this has no
   *     number for unknown ones
   */
  public int[] encode(String text) {
    return vocabulary.numbers(split(text));
  }

  /**
   * Pieces of a text, unknown ones spelled out.
   *
   * @param text any text
   * @return the pieces, as many as {@link #encode} gives numbers
   */
  public List<String> split(String text) {
    return tokenizer.split(normalization.apply(text));
  }

  /**
   * The text of some numbers; padding, start and end are left out.
   *
   * @param numbers below {@link #size}
   * @return the text
   */
  public String decode(int[] numbers) {
    return join(vocabulary.pieces(numbers));
  }

  /**
   * The text of some pieces.
   *
   * @param pieces any pieces
   * @return the text
   */
  public String join(List<String> pieces) {
    return tokenizer.join(pieces);
  }

  /**
   * How many numbers there are, the special ones included.
   *
   * @return the size
   */
  public int size() {
    return vocabulary.size();
  }

  /**
   * How texts are cut.
   *
   * @return the tokenizer
   */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /**
   * What is done to texts first.
   *
   * @return the normalisation
   */
  public Normalization normalization() {
    return normalization;
  }

  /**
   * Which piece has which number.
   *
   * @return the vocabulary
   */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /**
   * All that {@link #parse} needs.
   *
   * @return a JSON object
   */
  public ObjectNode toJson() {
    return TextCodecJson.write(this);
  }

  /**
   * A piece as it is shown to people: the mark that no space goes before it, {@code U+FFED}, for
   * which few fonts have a glyph, becomes a middle dot.
   *
   * @param piece such as {@code \uffedest}
   * @return such as {@code \u00b7est}
   */
  public static String label(String piece) {
    return piece.startsWith(Spacing.JOIN)
        ? "\u00b7" + piece.substring(Spacing.JOIN.length())
        : piece;
  }

  /**
   * Reads a codec. Nothing in it is believed: it is checked and bounded.
   *
   * @param json what {@link #toJson} wrote
   * @return the codec
   * @throws IOException if it is none
   */
  public static TextCodec parse(JsonNode json) throws IOException {
    return TextCodecJson.parse(json);
  }
}
