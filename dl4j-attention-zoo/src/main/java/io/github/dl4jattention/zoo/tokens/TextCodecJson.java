package io.github.dl4jattention.zoo.tokens;

import io.github.dl4jattention.zoo.UserError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * A {@link TextCodec} as JSON.
 *
 * <pre>
 *   tokens         kind of the tokens
 *   normalization  none, nfc or nfkc
 *   lowerCase      true or false
 *   unknown        whether there is a number for unknown pieces
 *   vocabulary     pieces in the order of their numbers, after the special ones
 *   merges         of bpe: "left right", in the order learned
 *   tokenizer      of huggingface: the text of its tokenizer.json
 * </pre>
 */
final class TextCodecJson {
  private static final int MAX_PIECES = 1_000_000;
  private static final int MAX_PIECE_LENGTH = 1_000;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private TextCodecJson() {}

  static ObjectNode write(TextCodec codec) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("tokens", codec.tokenizer().kind().label());
    json.put("normalization", codec.normalization().form().name().toLowerCase(Locale.ROOT));
    json.put("lowerCase", codec.normalization().lowerCase());
    json.put("unknown", codec.vocabulary().hasUnknown());
    codec.vocabulary().pieces().forEach(json.putArray("vocabulary")::add);
    if (codec.tokenizer() instanceof BytePairs bytePairs) {
      ArrayNode merges = json.putArray("merges");
      bytePairs.merges().forEach(merge -> merges.add(merge.left() + " " + merge.right()));
    } else if (codec.tokenizer() instanceof HuggingFaceTokens huggingFace) {
      json.put("tokenizer", huggingFace.json());
    }
    return json;
  }

  static TextCodec parse(JsonNode json) throws IOException {
    if (json == null || !json.isObject()) {
      throw new IOException("its tokens are missing");
    }
    try {
      TokenKind kind = TokenKind.of(json.path("tokens").asText());
      List<String> pieces = texts(json.path("vocabulary"), "vocabulary");
      return new TextCodec(
          tokenizer(kind, json, pieces),
          normalization(json),
          new Vocabulary(pieces, flag(json, "unknown")));
    } catch (IllegalArgumentException | UserError e) {
      throw new IOException("its tokens are damaged: " + e.getMessage(), e);
    }
  }

  private static Tokenizer tokenizer(TokenKind kind, JsonNode json, List<String> pieces)
      throws IOException {
    return switch (kind) {
      case CHARACTERS -> new Characters();
      case WORDS -> new Words();
      case BPE -> new BytePairs(pieces, merges(json));
      case HUGGING_FACE -> HuggingFaceTokens.of(json.path("tokenizer").asText(), "its tokenizer");
    };
  }

  private static List<BytePairs.Merge> merges(JsonNode json) throws IOException {
    List<BytePairs.Merge> merges = new ArrayList<>();
    for (String merge : texts(json.path("merges"), "merges")) {
      int space = merge.indexOf(' ');
      if (space < 1 || space == merge.length() - 1) {
        throw new IOException("one of its merges is not two pieces");
      }
      merges.add(new BytePairs.Merge(merge.substring(0, space), merge.substring(space + 1)));
    }
    return merges;
  }

  private static Normalization normalization(JsonNode json) throws IOException {
    String form = json.path("normalization").asText().toUpperCase(Locale.ROOT);
    return new Normalization(Normalization.Form.valueOf(form), flag(json, "lowerCase"));
  }

  private static boolean flag(JsonNode json, String name) throws IOException {
    if (!json.path(name).isBoolean()) {
      throw new IOException("its %s is missing".formatted(name));
    }
    return json.path(name).asBoolean();
  }

  private static List<String> texts(JsonNode node, String name) throws IOException {
    if (!node.isArray() || node.size() > MAX_PIECES) {
      throw new IOException("its %s is missing or too long".formatted(name));
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode text : node) {
      if (!text.isTextual() || text.asText().length() > MAX_PIECE_LENGTH) {
        throw new IOException("its %s has an entry that is no piece".formatted(name));
      }
      texts.add(text.asText());
    }
    return texts;
  }
}
