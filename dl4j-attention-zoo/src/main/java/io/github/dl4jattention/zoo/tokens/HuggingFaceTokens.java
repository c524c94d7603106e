package io.github.dl4jattention.zoo.tokens;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonToken;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Tokens of a {@code tokenizer.json}, as Hugging Face's models have them, cut by Hugging Face's own
 * library. As reversible as that tokenizer is.
 *
 * <p>It needs {@code ai.djl.huggingface:tokenizers} on the class path, which the command line has.
 * The native library comes from its jar. Nothing is downloaded, and nothing is sent. Tokens that
 * tokenizers add around a text, truncation and padding are left out: models here have their own.
 */
public final class HuggingFaceTokens implements Tokenizer {
  /** Largest file read, in bytes. */
  public static final int MAX_BYTES = 12 << 20;

  private static final int MAX_DEPTH = 50;
  private static final int MAX_REASON = 200;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * What DJL reads while it loads: it is not to use a graphics card, for which it would download a
   * library, and not to report its use.
   */
  private static final Map<String, String> QUIET =
      Map.of("RUST_FLAVOR", "cpu", "ai.djl.offline", "true", "OPT_OUT_TRACKING", "true");

  private final String json;
  private final HuggingFaceTokenizer tokenizer;
  private final Map<String, Long> ids;

  private HuggingFaceTokens(String json, HuggingFaceTokenizer tokenizer, Map<String, Long> ids) {
    this.json = json;
    this.tokenizer = tokenizer;
    this.ids = ids;
  }

  /**
   * Reads a tokenizer.
   *
   * @param file a {@code tokenizer.json}
   * @return its tokens
   * @throws UserError if it is missing, too large or no such file, or the library is not there
   */
  public static HuggingFaceTokens read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new UserError(
            "%s has more than %d bytes: choose a smaller tokenizer".formatted(file, MAX_BYTES));
      }
      return of(new String(bytes, StandardCharsets.UTF_8), file.toString());
    } catch (IOException e) {
      throw new UserError(
          "cannot read %s (%s): name a tokenizer.json".formatted(file, AtomicFiles.reason(e)), e);
    }
  }

  /**
   * Tokens of a file's text.
   *
   * @param json the text of a {@code tokenizer.json}
   * @param origin where it comes from, for messages
   * @return its tokens
   * @throws UserError if it is no such text, or the library is not there
   */
  static HuggingFaceTokens of(String json, String origin) {
    try {
      ObjectNode tree = parse(json);
      Map<String, Long> ids = ids(tree);
      tree.putNull("truncation");
      tree.putNull("padding");
      return new HuggingFaceTokens(json, load(tree.toString()), ids);
    } catch (IOException | RuntimeException e) {
      throw new UserError(
          "%s is no tokenizer.json that can be used (%s): take it from a model's files as it is"
              .formatted(origin, reason(e)),
          e);
    } catch (LinkageError e) {
      throw new UserError(
          "%s needs the library ai.djl.huggingface:tokenizers, which cannot be loaded here (%s): put"
                  .formatted(origin, reason(e))
              + " it on the class path, or choose tokens of another kind",
          e);
    }
  }

  private static String reason(Throwable e) {
    String message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    String line = message.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "?");
    return line.length() > MAX_REASON ? line.substring(0, MAX_REASON) + "..." : line;
  }

  /** As a stream first: a tree that nests too deep cannot be built. */
  private static ObjectNode parse(String json) throws IOException {
    int depth = 0;
    try (JsonParser parser = MAPPER.getFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth > MAX_DEPTH) {
          throw new IOException("it is nested too deep");
        }
      }
    }
    if (!(MAPPER.readTree(json) instanceof ObjectNode tree)) {
      throw new IOException("it is not a JSON object");
    }
    return tree;
  }

  /** Pieces and Hugging Face's own numbers; an array has them in order, with scores. */
  private static Map<String, Long> ids(ObjectNode tree) throws IOException {
    JsonNode vocabulary = tree.path("model").path("vocab");
    Map<String, Long> ids = new HashMap<>();
    if (vocabulary.isArray()) {
      for (int i = 0; i < vocabulary.size(); i++) {
        ids.put(vocabulary.get(i).path(0).asText(), (long) i);
      }
    } else {
      vocabulary.fields().forEachRemaining(e -> ids.put(e.getKey(), e.getValue().asLong()));
    }
    tree.path("added_tokens")
        .forEach(token -> ids.put(token.path("content").asText(), token.path("id").asLong()));
    if (ids.isEmpty()) {
      throw new IOException("it has no model with a vocabulary");
    }
    return ids;
  }

  private static synchronized HuggingFaceTokenizer load(String json) throws IOException {
    Map<String, String> before = new HashMap<>();
    QUIET.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
    try {
      return HuggingFaceTokenizer.newInstance(
          new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
          Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
    } finally {
      before.forEach(
          (name, value) -> {
            if (value == null) {
              System.clearProperty(name);
            } else {
              System.setProperty(name, value);
            }
          });
    }
  }

  /**
   * What it was read from.
   *
   * @return the text of the {@code tokenizer.json}
   */
  String json() {
    return json;
  }

  @Override
  public List<String> split(String text) {
    return text.isEmpty() ? List.of() : List.of(tokenizer.encode(text, false, false).getTokens());
  }

  @Override
  public String join(List<String> pieces) {
    long[] known =
        pieces.stream().map(ids::get).filter(Objects::nonNull).mapToLong(Long::longValue).toArray();
    return known.length == 0 ? "" : tokenizer.decode(known, true);
  }

  @Override
  public TokenKind kind() {
    return TokenKind.HUGGING_FACE;
  }
}
