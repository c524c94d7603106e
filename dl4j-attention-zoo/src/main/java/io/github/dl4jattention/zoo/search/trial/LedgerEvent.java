package io.github.dl4jattention.zoo.search.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** One line of a {@link Ledger}. */
sealed interface LedgerEvent {
  /** The version of the lines' form. */
  int FORM = 1;

  ObjectMapper MAPPER = new ObjectMapper();

  /** The search begins: the first line. */
  record Began(LedgerHead head) implements LedgerEvent {
    @Override
    public ObjectNode toJson() {
      return MAPPER
          .createObjectNode()
          .put("event", "search")
          .put("form", FORM)
          .put("strategy", head.strategy())
          .put("seed", head.seed())
          .put("minimize", head.minimize())
          .put("space", head.space());
    }
  }

  /** A trial begins; the second time with the same number: it begins anew. */
  record Started(int trial, List<Double> coordinates, String settings) implements LedgerEvent {
    @Override
    public ObjectNode toJson() {
      ObjectNode json = of("started", trial).put("settings", settings);
      ArrayNode array = json.putArray("coordinates");
      coordinates.forEach(array::add);
      return json;
    }
  }

  /** A trial told a score on its way. */
  record Told(int trial, int step, double score) implements LedgerEvent {
    @Override
    public ObjectNode toJson() {
      return number(of("told", trial).put("step", step), score);
    }
  }

  /** A trial ended, or an attempt at it failed. */
  record Ended(int trial, TrialState state, Double score, String cause, double seconds)
      implements LedgerEvent {
    @Override
    public ObjectNode toJson() {
      ObjectNode json = of(state.name().toLowerCase(java.util.Locale.ROOT), trial);
      if (score != null) {
        number(json, score);
      }
      if (cause != null) {
        json.put("cause", cause);
      }
      return json.put("seconds", seconds);
    }
  }

  /** The line, without its end. */
  ObjectNode toJson();

  private static ObjectNode of(String event, int trial) {
    return MAPPER.createObjectNode().put("event", event).put("trial", trial);
  }

  /** JSON has no infinities: they are words. */
  private static ObjectNode number(ObjectNode json, double score) {
    return Double.isFinite(score)
        ? json.put("score", score)
        : json.put("score", Double.toString(score));
  }

  /** Reads a line; an IOException if it is none. */
  static LedgerEvent parse(String line) throws IOException {
    JsonNode json = MAPPER.readTree(line);
    if (json == null || !json.isObject()) {
      throw new IOException("not an object");
    }
    String event = json.path("event").asText();
    return switch (event) {
      case "search" -> new Began(head(json));
      case "started" -> new Started(trial(json), coordinates(json), json.path("settings").asText());
      case "told" -> new Told(trial(json), json.path("step").asInt(), score(json));
      case "finished" -> ended(json, TrialState.FINISHED, score(json));
      case "pruned" -> ended(json, TrialState.PRUNED, score(json));
      case "failed" -> ended(json, TrialState.FAILED, null);
      case "running" -> ended(json, TrialState.RUNNING, null);
      default -> throw new IOException("no event");
    };
  }

  private static LedgerHead head(JsonNode json) throws IOException {
    if (json.path("form").asInt() != FORM) {
      throw new IOException("a later program wrote it");
    }
    return new LedgerHead(
        json.path("strategy").asText(),
        json.path("seed").asLong(),
        json.path("minimize").asBoolean(),
        json.path("space").asText());
  }

  private static Ended ended(JsonNode json, TrialState state, Double score) throws IOException {
    String cause = json.hasNonNull("cause") ? json.path("cause").asText() : null;
    return new Ended(trial(json), state, score, cause, json.path("seconds").asDouble());
  }

  private static int trial(JsonNode json) throws IOException {
    if (!json.path("trial").isInt() || json.path("trial").asInt() < 0) {
      throw new IOException("no trial");
    }
    return json.path("trial").asInt();
  }

  private static double score(JsonNode json) throws IOException {
    try {
      return Double.parseDouble(json.path("score").asText());
    } catch (NumberFormatException e) {
      throw new IOException("no score", e);
    }
  }

  private static List<Double> coordinates(JsonNode json) throws IOException {
    List<Double> coordinates = new ArrayList<>();
    for (JsonNode coordinate : json.path("coordinates")) {
      double value = coordinate.asDouble(Double.NaN);
      if (!(value >= 0 && value <= 1)) {
        throw new IOException("coordinates are not from 0 to 1");
      }
      coordinates.add(value);
    }
    return coordinates;
  }
}
