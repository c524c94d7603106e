package io.github.dl4jattention.zoo.captions;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.annotations.AnnotationSource;
import io.github.dl4jattention.zoo.model.Card;
import io.github.dl4jattention.zoo.model.CardJson;
import io.github.dl4jattention.zoo.model.ModelCard;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.ModelKind;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * What a captioner's file says about itself: what it takes to use it, and where it comes from.
 *
 * @param name the run's name
 * @param targets numbers of the captions' words
 * @param maxLength longest caption, in words
 * @param settings the model's
 * @param encoder what gives the annotations of a photo: a network's name and its weights'
 *     fingerprint, or {@link #SCENES}; a model is of use with the same alone
 * @param provenance versions, seed, data, settings and figures
 */
public record CaptionCard(
    String name,
    TextCodec targets,
    int maxLength,
    ShowAttendTell settings,
    String encoder,
    ObjectNode provenance)
    implements Card {
  /** The version of the file's form that this code writes. */
  public static final int FORMAT_VERSION = 1;

  /** The kind. */
  public static final String KIND = "show-attend-tell";

  /** The {@link #encoder} of a model that reads patches of scenes. */
  public static final String SCENES = "scenes";

  private static final int MAX_LENGTH_LIMIT = 1_000;
  private static final int MAX_ENCODER = 200;

  @Override
  public String toJson() {
    ObjectNode json = CardJson.begin(FORMAT_VERSION, KIND, name, maxLength).put("encoder", encoder);
    json.set("settings", settings.toJson());
    json.set("tokens", targets.toJson());
    return CardJson.end(json, provenance);
  }

  /** Nothing in it is believed. */
  static CaptionCard parse(String text) throws IOException, ModelCard.LaterVersionException {
    JsonNode json =
        CardJson.read(text, FORMAT_VERSION, KIND, "writes about photos", MAX_LENGTH_LIMIT);
    String encoder = json.path("encoder").asText();
    if (encoder.isEmpty() || encoder.length() > MAX_ENCODER || !encoder.matches("[\\w.-]+")) {
      throw new IOException("its encoder is missing");
    }
    return new CaptionCard(
        json.path("name").asText(),
        TextCodec.parse(json.path("tokens")),
        json.get("maxLength").asInt(),
        ShowAttendTell.parse(json.path("settings")),
        encoder,
        (ObjectNode) json.get("provenance"));
  }

  /**
   * Name of the network that gives the annotations of a photo.
   *
   * @return {@link #encoder} without the weights' fingerprint
   */
  public String encoderName() {
    int end = encoder.lastIndexOf('-');
    return end < 0 ? encoder : encoder.substring(0, end);
  }

  /**
   * The model that this is the card of.
   *
   * @param graph its graph
   * @param photos what it shall read
   * @return what it takes to use it
   */
  public CaptionModel model(ComputationGraph graph, AnnotationSource photos) {
    return new CaptionModel(graph, settings, targets, maxLength, photos);
  }

  /**
   * Reads a captioner's file.
   *
   * @param file a file that {@link ModelFile#write} wrote with such a card
   * @return what it holds; of a checkpoint, the updater's state too
   * @throws UserError if it is missing, damaged, of a later version, or not such a file
   */
  public static ModelFile.Opened<CaptionCard> load(Path file) {
    return ModelFile.open(file, Set.of(ModelKind.CAPTIONS), CaptionCard::parse, CaptionCard::check);
  }

  private static void check(ComputationGraph graph, CaptionCard card) throws IOException {
    ModelFile.checkTargets(graph, card.targets.size());
    // Sizes that do not fit each other show in a step.
    var steps = card.model(graph, new Blank(card.settings)).steps(graph, 0);
    steps.step(new int[] {Vocabulary.START}, steps.start());
  }

  /** A photo of which nothing is known. */
  private record Blank(ShowAttendTell settings) implements AnnotationSource {
    @Override
    public int photos() {
      return 1;
    }

    @Override
    public int channels() {
      return settings.channels();
    }

    @Override
    public int rows() {
      return settings.rows();
    }

    @Override
    public int columns() {
      return settings.columns();
    }

    @Override
    public void fill(int[] photos, float[] into) {
      // Zeros, as it was made.
    }
  }
}
