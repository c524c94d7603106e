package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.classification.ClassifierCard;
import java.util.Locale;
import java.util.Map;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What an encoder that another one starts as decides, and the command line cannot. */
final class EncoderStart {
  /** Options of the encoder, and what its settings call them. */
  private static final Map<String, String> SIZES =
      Map.of(
          "--size", "size",
          "--heads", "heads",
          "--layers", "layers",
          "--convolution", "convolution",
          "--feed-forward-size", "feedForwardSize",
          "--feed-forward", "feedForward",
          "--post-norm", "preNorm",
          "--rms-norm", "rmsNorm",
          "--position", "position");

  /** Options of the tokens, and what the provenance calls them; a file is not in it. */
  private static final Map<String, String> TOKENS =
      Map.of(
          "--tokens", "tokens",
          "--tokenizer", "tokenizer",
          "--vocabulary", "vocabulary",
          "--lower-case", "lowerCase",
          "--normalize", "normalization");

  private final String name;
  private final ObjectNode decided;

  EncoderStart(ClassifierCard card) {
    name = card.name();
    decided = card.settings().toJson();
    if (decided.path("feedForwardSize").asInt() == 0) {
      decided.remove("feedForwardSize"); // It follows from the size, and is no option's value.
    }
    JsonNode recorded = card.provenance().path("settings");
    TOKENS.values().stream()
        .filter(recorded::has)
        .forEach(field -> decided.set(field, recorded.get(field)));
  }

  /**
   * A {@link UserError} if an option is given that says otherwise.
   *
   * @param given the command line
   * @param told what it makes of the settings, those of the tokens included
   */
  void requireSame(ParseResult given, ObjectNode told) {
    for (OptionSpec option : given.matchedOptions()) {
      String field = SIZES.getOrDefault(option.longestName(), TOKENS.get(option.longestName()));
      if (field == null) {
        continue;
      }
      JsonNode has = decided.path(field);
      if (has.isMissingNode() || !has.equals(told.path(field))) {
        throw new UserError(
            "%s is decided by --start-from, and %s has %s: leave it out"
                .formatted(option.longestName(), name, words(has)));
      }
    }
  }

  /** Flags turn something on or off; which of both a setting is, the option's name does not say. */
  private static String words(JsonNode has) {
    return has.isMissingNode() || has.isBoolean()
        ? "it otherwise"
        : has.asText().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Writes down what the tokens are. */
  void describe(ObjectNode settings) {
    TOKENS.values().stream()
        .filter(decided::has)
        .forEach(field -> settings.set(field, decided.get(field)));
    settings.put("startedFrom", name);
  }
}
