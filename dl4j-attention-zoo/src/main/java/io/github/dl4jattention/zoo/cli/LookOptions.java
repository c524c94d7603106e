package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.model.CrossLook;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.model.Translator;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** Which attention of a Transformer is shown. */
final class LookOptions {
  @Option(
      names = "--layer",
      paramLabel = "N",
      description =
          "Of a Transformer, in pictures and JSON: this decoder layer (default: the last).")
  private Integer layer;

  @Option(
      names = "--head",
      paramLabel = "N",
      description = "And this head of it (default: the mean of all).")
  private Integer head;

  /** Before the model is read. */
  void check(boolean shown) {
    require("--layer", layer, shown);
    require("--head", head, shown);
  }

  private static void require(String option, Integer value, boolean shown) {
    if (value != null) {
      if (value < 1) {
        throw new UserError("%s is %d: choose 1 or more".formatted(option, value));
      }
      if (!shown) {
        throw new UserError(option + " is given without --heatmap or --json: give one of them");
      }
    }
  }

  /** The translator, showing what was chosen. */
  Translator of(Translator translator, TranslationModel model) {
    if (layer == null && head == null) {
      return translator;
    }
    CrossLook look =
        new CrossLook(layer == null ? CrossLook.LAST : layer, head == null ? CrossLook.MEAN : head);
    try {
      look.requireIn(model.graph());
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "%s: %s: choose of them, or leave --layer and --head out"
              .formatted(given(), e.getMessage()),
          e);
    }
    return translator.looking(look);
  }

  private String given() {
    return Stream.of(
            layer == null ? null : "--layer " + layer, head == null ? null : "--head " + head)
        .filter(Objects::nonNull)
        .collect(Collectors.joining(" "));
  }

  /** Tells what was chosen. */
  void describe(ObjectNode json) {
    if (layer != null) {
      json.put("layer", layer);
    }
    if (head != null) {
      json.put("head", head);
    }
  }
}
