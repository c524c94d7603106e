package io.github.dl4jattention.zoo.training;

import io.github.dl4jattention.zoo.files.AtomicFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * The figures of all epochs: as JSON in a model's provenance, and of this as two CSV files (RFC
 * 4180), written whole after each epoch, so that a training that goes on leaves the files of one
 * without a break.
 */
final class EpochTable {
  private static final List<String> COLUMNS =
      List.of(
          "epoch",
          "trainingLoss",
          "heldOutLoss",
          "perplexity",
          "bleu",
          "chrf",
          "heldOutExactMatch",
          "learningRateFactor",
          "trainingSeconds",
          "tokensPerSecond",
          "best",
          "areaUnderCurve");

  private static final List<String> SAMPLE_COLUMNS = List.of("source", "reference", "output");

  private EpochTable() {}

  /** Adds an epoch to the figures. */
  static void add(ArrayNode figures, EpochFigures epoch) {
    ObjectNode row =
        figures
            .addObject()
            .put("epoch", epoch.epoch() + 1)
            .put("trainingLoss", epoch.loss())
            .put("heldOutLoss", epoch.heldOut().loss());
    if (epoch.kind() == EpochFigures.Kind.SYMBOLS) {
      row.put("heldOutExactMatch", epoch.heldOut().exactMatch())
          .put("heldOutCharacterAccuracy", epoch.heldOut().characterAccuracy());
    } else {
      row.put("perplexity", epoch.heldOut().perplexity());
      if (epoch.kind() == EpochFigures.Kind.TEXTS) {
        row.put("bleu", epoch.scores().bleu().score()).put("chrf", epoch.scores().chrf());
      }
      if (epoch.kind() == EpochFigures.Kind.PROBABILITIES) {
        row.put("areaUnderCurve", epoch.areaUnderCurve());
      }
      row.put(
              "heldOutExactMatch",
              epoch.kind() == EpochFigures.Kind.TEXTS
                  ? epoch.scores().exactMatch()
                  : epoch.heldOut().exactMatch())
          .put("learningRateFactor", epoch.learningRateFactor())
          .put("trainingSeconds", epoch.trainingSeconds())
          .put("tokensPerSecond", epoch.symbolsPerSecond())
          .put("best", epoch.best());
      ArrayNode samples = row.putArray("samples");
      for (EpochFigures.Sample sample : epoch.samples()) {
        samples
            .addObject()
            .put("source", sample.source())
            .put("reference", sample.reference())
            .put("output", sample.output());
      }
    }
    row.put("heldOutExamples", epoch.heldOut().examples()).put("seconds", epoch.seconds());
  }

  /** Writes the figures. */
  static void write(Path table, Path samples, JsonNode figures) {
    List<String> rows = new ArrayList<>(List.of(String.join(",", COLUMNS)));
    List<String> sampleRows = new ArrayList<>(List.of("epoch," + String.join(",", SAMPLE_COLUMNS)));
    for (JsonNode epoch : figures) {
      rows.add(row(epoch, COLUMNS));
      for (JsonNode sample : epoch.path("samples")) {
        sampleRows.add(epoch.path("epoch").asInt() + "," + row(sample, SAMPLE_COLUMNS));
      }
    }
    AtomicFiles.writeText(table, String.join("\r\n", rows) + "\r\n");
    AtomicFiles.writeText(samples, String.join("\r\n", sampleRows) + "\r\n");
  }

  private static String row(JsonNode values, List<String> columns) {
    return columns.stream()
        .map(column -> quoted(values.path(column).asText()))
        .collect(Collectors.joining(","));
  }

  private static String quoted(String value) {
    return value.matches("(?s).*[\",\r\n].*") ? "\"" + value.replace("\"", "\"\"") + "\"" : value;
  }
}
