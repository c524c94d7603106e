package io.github.dl4jattention.zoo.training;

import java.io.IOException;
import java.time.Duration;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Where a run stands between two updates. With the model and the updater's state this is all there
 * is: the order of the pairs is a function of seed and epoch, and no other random number is drawn
 * after the start.
 *
 * @param epoch the epoch under way, from 0
 * @param nextBatch the batch to come in it, from 0
 * @param lossSum summed loss of the epoch's batches so far, in nats
 * @param symbols target symbols of the epoch's batches so far
 * @param secondsSoFar seconds of training before this process
 */
public record TrainingState(
    int epoch, int nextBatch, double lossSum, long symbols, double secondsSoFar) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Before the first update. */
  public static final TrainingState START = new TrainingState(0, 0, 0, 0, 0);

  /**
   * The state before the next epoch.
   *
   * @return its start
   */
  TrainingState nextEpoch() {
    return new TrainingState(epoch + 1, 0, 0, 0, secondsSoFar);
  }

  TrainingState afterBatch(double loss, int batchSymbols) {
    return new TrainingState(
        epoch, nextBatch + 1, lossSum + loss, symbols + batchSymbols, secondsSoFar);
  }

  TrainingState after(Duration elapsed) {
    return new TrainingState(
        epoch, nextBatch, lossSum, symbols, secondsSoFar + elapsed.toMillis() / 1000.0);
  }

  /**
   * The state and the options as JSON.
   *
   * @param options the run's options
   * @return text for a checkpoint
   */
  String toJson(TrainingOptions options) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("epoch", epoch).put("nextBatch", nextBatch);
    json.put("lossSum", lossSum).put("symbols", symbols).put("seconds", secondsSoFar);
    json.putObject("options")
        .put("epochs", options.epochs())
        .put("batchSize", options.batchSize())
        .put("threads", options.threads())
        .put("seed", options.seed())
        .put("checkpointSeconds", options.checkpointEvery().toSeconds());
    return json.toPrettyString();
  }

  /**
   * Reads a state.
   *
   * @param text from a checkpoint
   * @return the state
   * @throws IOException if it is none
   */
  static TrainingState parse(String text) throws IOException {
    JsonNode json = MAPPER.readTree(text);
    return new TrainingState(
        number(json, "epoch", Integer.MAX_VALUE),
        number(json, "nextBatch", Integer.MAX_VALUE),
        json.path("lossSum").asDouble(),
        json.path("symbols").asLong(),
        json.path("seconds").asDouble());
  }

  /**
   * Reads the options.
   *
   * @param text from a checkpoint
   * @return the options of the run that wrote it
   * @throws IOException if there are none
   */
  static TrainingOptions parseOptions(String text) throws IOException {
    JsonNode json = MAPPER.readTree(text).path("options");
    return new TrainingOptions(
        Math.max(1, number(json, "epochs", 1_000_000)),
        Math.max(1, number(json, "batchSize", 1_000_000)),
        Math.max(1, number(json, "threads", 1024)),
        json.path("seed").asLong(),
        Duration.ofSeconds(Math.max(1, number(json, "checkpointSeconds", 86_400))));
  }

  private static int number(JsonNode json, String name, int max) throws IOException {
    JsonNode value = json.path(name);
    if (!value.canConvertToInt() || value.asInt() < 0 || value.asInt() > max) {
      throw new IOException("its training state has no valid " + name);
    }
    return value.asInt();
  }
}
