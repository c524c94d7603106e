package io.github.dl4jattention.zoo.training;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * State and options of a run as JSON, for its checkpoint. What is read is checked: a number that is
 * missing or out of its range is refused; what earlier versions did not write has its default.
 */
final class StateJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int MANY = 1_000_000;

  private StateJson() {}

  /** What a checkpoint holds. */
  record Checkpoint(TrainingState state, TrainingOptions options) {}

  static String write(TrainingState state, TrainingOptions options) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("epoch", state.epoch())
        .put("nextBatch", state.nextBatch())
        .put("lossSum", state.lossSum())
        .put("symbols", state.symbols())
        .put("epochSeconds", state.epochSeconds())
        .put("seconds", state.secondsSoFar());
    Standing standing = state.standing();
    if (standing.epoch() >= 0) {
      json.putObject("best")
          .put("epoch", standing.epoch())
          .put("bleu", standing.bleu())
          .put("loss", standing.loss())
          .put("lowestLoss", standing.lowestLoss())
          .put("stale", standing.stale())
          .put("drops", standing.drops());
    }
    if (state.rewardBaselines().stream().anyMatch(OptionalDouble::isPresent)) {
      ArrayNode baselines = json.putArray("rewardBaselines");
      for (OptionalDouble baseline : state.rewardBaselines()) {
        if (baseline.isPresent()) {
          baselines.add(baseline.getAsDouble());
        } else {
          baselines.addNull();
        }
      }
    }
    json.set("options", options(options));
    return json.toPrettyString();
  }

  /** The options alone, for a model's provenance, too. */
  static ObjectNode options(TrainingOptions options) {
    ObjectNode json = MAPPER.createObjectNode();
    boolean pairs = options.batching().unit() == Batching.Unit.PAIRS;
    json.put("epochs", options.epochs())
        .put(pairs ? "batchSize" : "batchTokens", options.batching().size())
        .put("threads", options.threads())
        .put("seed", options.seed())
        .put("checkpointSeconds", options.checkpointEvery().toSeconds());
    json.putObject("schedule")
        .put("kind", options.schedule().kind().toString())
        .put("warmUp", options.schedule().warmUp())
        .put("factor", options.schedule().factor())
        .put("patience", options.schedule().patience());
    json.putObject("scheduledSampling")
        .put("decay", options.sampling().decay().toString())
        .put("least", options.sampling().least());
    return json.put("patience", options.patience()).put("average", options.average());
  }

  static Checkpoint parse(String text) throws IOException {
    JsonNode json = MAPPER.readTree(text);
    try {
      return new Checkpoint(state(json), parseOptions(json.path("options")));
    } catch (IllegalArgumentException e) {
      throw new IOException("its training state is not valid: " + e.getMessage(), e);
    }
  }

  private static TrainingState state(JsonNode json) throws IOException {
    return new TrainingState(
        number(json, "epoch", Integer.MAX_VALUE),
        number(json, "nextBatch", Integer.MAX_VALUE),
        json.path("lossSum").asDouble(),
        json.path("symbols").asLong(),
        json.path("epochSeconds").asDouble(),
        json.path("seconds").asDouble(),
        json.has("best") ? standing(json.path("best")) : Standing.START,
        rewardBaselines(json.path("rewardBaselines")));
  }

  /** One a thread; null where a thread had nothing to draw yet. */
  private static List<OptionalDouble> rewardBaselines(JsonNode json) throws IOException {
    List<OptionalDouble> baselines = new ArrayList<>();
    for (JsonNode baseline : json) {
      if (!baseline.isNull() && !Double.isFinite(baseline.asDouble(Double.NaN))) {
        throw new IOException("its training state has no valid rewardBaselines");
      }
      baselines.add(
          baseline.isNull() ? OptionalDouble.empty() : OptionalDouble.of(baseline.asDouble()));
    }
    return baselines;
  }

  private static Standing standing(JsonNode json) throws IOException {
    return new Standing(
        number(json, "epoch", Integer.MAX_VALUE),
        json.path("bleu").asDouble(),
        json.path("loss").asDouble(),
        json.path("lowestLoss").asDouble(),
        number(json, "stale", Integer.MAX_VALUE),
        number(json, "drops", Integer.MAX_VALUE));
  }

  private static TrainingOptions parseOptions(JsonNode json) throws IOException {
    boolean pairs = json.has("batchSize");
    TrainingOptions.Builder options =
        TrainingOptions.builder()
            .setEpochs(number(json, "epochs", MANY))
            .setBatching(
                pairs
                    ? Batching.ofPairs(number(json, "batchSize", MANY))
                    : Batching.ofTokens(number(json, "batchTokens", Integer.MAX_VALUE)))
            .setSeed(json.path("seed").asLong())
            .optThreads(number(json, "threads", 1024))
            .optCheckpointEvery(Duration.ofSeconds(number(json, "checkpointSeconds", 86_400)));
    if (json.has("schedule")) {
      options
          .optSchedule(schedule(json.path("schedule")))
          .optSampling(sampling(json.path("scheduledSampling")))
          .optPatience(number(json, "patience", MANY))
          .optAverage(number(json, "average", MANY));
    }
    return options.build();
  }

  private static Schedule schedule(JsonNode json) throws IOException {
    return new Schedule(
        constant(Schedule.Kind.class, json.path("kind")),
        number(json, "warmUp", Integer.MAX_VALUE),
        json.path("factor").asDouble(),
        number(json, "patience", MANY));
  }

  private static ScheduledSampling sampling(JsonNode json) {
    return new ScheduledSampling(
        constant(ScheduledSampling.Decay.class, json.path("decay")), json.path("least").asDouble());
  }

  private static <E extends Enum<E>> E constant(Class<E> type, JsonNode name) {
    return Enum.valueOf(type, name.asText().toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static int number(JsonNode json, String name, int max) throws IOException {
    JsonNode value = json.path(name);
    if (!value.canConvertToInt() || value.asInt() < 0 || value.asInt() > max) {
      throw new IOException("its training state has no valid " + name);
    }
    return value.asInt();
  }
}
