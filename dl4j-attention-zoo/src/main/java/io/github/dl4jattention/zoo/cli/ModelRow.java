package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.pretrained.ListedModel;
import io.github.dl4jattention.zoo.pretrained.ModelEntry;
import io.github.dl4jattention.zoo.pretrained.ModelIndex;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * A model as a list shows it.
 *
 * @param entry what is known of it
 * @param where a run, here, bundled, to download
 */
record ModelRow(ModelEntry entry, String where) {
  static final List<String> HEADER =
      List.of("name", "task", "size", "quality", "licence", "where", "data");

  private static final int FIGURES_SHOWN = 2;
  private static final int WIDEST = 60;
  private static final double MEGABYTE = 1e6;

  ModelRow(ListedModel model) {
    this(model.entry(), where(model.place()));
  }

  private static String where(ListedModel.Place place) {
    return switch (place) {
      case HERE -> "here";
      case OUTDATED -> "here, newer to pull";
      case BUNDLED -> "bundled";
      case TO_DOWNLOAD -> "to download";
    };
  }

  List<String> cells() {
    String quality =
        entry.figures().entrySet().stream()
            .limit(FIGURES_SHOWN)
            .map(ModelRow::figure)
            .collect(Collectors.joining(", "));
    return Stream.of(
            entry.name(),
            entry.task(),
            size(entry.bytes()),
            quality,
            entry.licence(),
            where,
            entry.data())
        .map(text -> text.length() > WIDEST ? text.substring(0, WIDEST) + "..." : text)
        .toList();
  }

  static String size(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE);
  }

  static String figure(Map.Entry<String, Double> figure) {
    return String.format(Locale.ROOT, "%s %.4g", figure.getKey(), figure.getValue());
  }

  ObjectNode toJson() {
    return ModelIndex.toJson(entry).put("where", where);
  }
}
