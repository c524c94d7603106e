package io.github.dl4jattention.ui.pages;

import io.github.dl4jattention.ui.records.AttentionRecord;
import io.github.dl4jattention.ui.records.ExampleRecord;
import io.github.dl4jattention.ui.records.LayerWeights;
import io.github.dl4jattention.ui.records.Limits;
import io.github.dl4jattention.ui.records.Progress;
import io.github.dl4jattention.ui.records.QualityRecord;
import io.github.dl4jattention.ui.records.SearchRecord;
import io.github.dl4jattention.ui.records.TrialRecord;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records as the pages read them. */
final class Json {
  private static final String SESSION = "session";
  private static final String ITERATION = "iteration";
  private static final String EPOCH = "epoch";
  private static final String BETTER = "better";

  private Json() {}

  static JsonObject error(String reason) {
    return new JsonObject().put("error", reason);
  }

  static JsonObject sessions(List<Sessions.Session> sessions) {
    JsonArray list = new JsonArray();
    for (Sessions.Session session : sessions) {
      list.add(
          new JsonObject()
              .put("id", session.id)
              .put("attention", session.has(AttentionRecord.TYPE))
              .put("quality", session.has(QualityRecord.TYPE))
              .put("search", session.has(TrialRecord.TYPE))
              .put("updated", session.updated()));
    }
    return new JsonObject().put("sessions", list);
  }

  static JsonObject attention(
      String session, Collection<Progress> moments, Map<Integer, ExampleRecord> examples) {
    JsonArray iterations = new JsonArray();
    for (Progress moment : moments) {
      iterations.add(
          new JsonObject()
              .put(ITERATION, moment.iteration())
              .put(EPOCH, moment.epoch())
              .put("time", moment.time()));
    }
    JsonArray list = new JsonArray();
    examples.values().stream()
        .sorted(Comparator.comparingInt(ExampleRecord::example))
        .forEach(
            example ->
                list.add(
                    new JsonObject()
                        .put("index", example.example())
                        .put("name", example.name())
                        .put("kind", example.exampleKind().label())
                        .put("image", example.mediaType() != null)));
    JsonObject limits =
        new JsonObject()
            .put("examples", Limits.EXAMPLES)
            .put("iterations", Limits.ITERATIONS)
            .put("tokens", Limits.TOKENS);
    return new JsonObject()
        .put(SESSION, session)
        .put("limits", limits)
        .put("iterations", iterations)
        .put("examples", list);
  }

  static JsonObject weights(AttentionRecord record) {
    JsonArray layers = new JsonArray();
    for (LayerWeights layer : record.layers()) {
      layers.add(
          new JsonObject()
              .put("name", layer.name())
              .put("heads", layer.heads())
              .put("rows", layer.rows())
              .put("columns", layer.columns())
              .put("weights", Base64.getEncoder().encodeToString(layer.weights())));
    }
    AttentionRecord.Tokens tokens = record.tokens();
    AttentionRecord.Grid grid = tokens.grid();
    return new JsonObject()
        .put(ITERATION, record.progress().iteration())
        .put(EPOCH, record.progress().epoch())
        .put("source", new JsonArray(tokens.source()))
        .put("target", new JsonArray(tokens.target()))
        .put("reference", tokens.reference())
        .put(
            "grid",
            grid == null
                ? null
                : new JsonObject().put("rows", grid.rows()).put("columns", grid.columns()))
        .put("layers", layers);
  }

  static JsonObject quality(List<QualityRecord> records) {
    Map<String, JsonObject> metrics = new LinkedHashMap<>();
    JsonArray samples = new JsonArray();
    for (QualityRecord record : records) {
      Progress progress = record.progress();
      for (QualityRecord.Metric metric : record.metrics()) {
        metrics
            .computeIfAbsent(metric.name(), name -> metric(metric))
            .getJsonArray("points")
            .add(
                new JsonObject()
                    .put(EPOCH, progress.epoch())
                    .put(ITERATION, progress.iteration())
                    .put("value", number(metric.value())));
      }
      for (QualityRecord.Sample sample : record.samples()) {
        samples.add(
            new JsonObject()
                .put(EPOCH, progress.epoch())
                .put(ITERATION, progress.iteration())
                .put("source", sample.source())
                .put("reference", sample.reference())
                .put("prediction", sample.prediction()));
      }
    }
    return new JsonObject()
        .put("metrics", new JsonArray(List.copyOf(metrics.values())))
        .put("samples", samples);
  }

  private static JsonObject metric(QualityRecord.Metric metric) {
    return new JsonObject()
        .put("name", metric.name())
        .put("percent", metric.percent())
        .put(BETTER, metric.better() == null ? null : metric.better().label())
        .put("points", new JsonArray());
  }

  static JsonObject search(SearchRecord search, List<TrialRecord> trials) {
    JsonArray parameters = new JsonArray();
    JsonArray importance = new JsonArray();
    for (SearchRecord.Parameter parameter : search.parameters()) {
      parameters.add(
          new JsonObject()
              .put("name", parameter.name())
              .put("kind", parameter.numeric() ? "number" : "category")
              .put("logarithmic", parameter.logarithmic()));
      if (!Double.isNaN(parameter.importance())) {
        importance.add(
            new JsonObject()
                .put("name", parameter.name())
                .put("share", number(parameter.importance())));
      }
    }
    JsonArray list = new JsonArray();
    trials.forEach(trial -> list.add(trial(trial)));
    return new JsonObject()
        .put("objective", search.objective())
        .put(BETTER, search.better() == null ? null : search.better().label())
        .put("parameters", parameters)
        .put("trials", list)
        .put("importance", importance);
  }

  private static JsonObject trial(TrialRecord trial) {
    JsonObject values = new JsonObject();
    for (TrialRecord.Value value : trial.values()) {
      values.put(
          value.name(), value.category() == null ? number(value.number()) : value.category());
    }
    return new JsonObject()
        .put("number", trial.number())
        .put("status", trial.status().label())
        .put("score", number(trial.score()))
        .put("seconds", number(trial.seconds()))
        .put("parameters", values);
  }

  /** JSON has no word for what is not finite. */
  private static Object number(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
