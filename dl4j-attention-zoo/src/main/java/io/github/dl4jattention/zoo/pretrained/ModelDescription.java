package io.github.dl4jattention.zoo.pretrained;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.files.Checksum;
import io.github.dl4jattention.zoo.model.ModelKind;
import io.github.dl4jattention.zoo.model.ModelPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * What is told of a model: by its file, as far as that goes, and by whoever publishes it.
 *
 * <pre>{@code
 * ModelDescription.of(ModelPackage.read(file)).optLicence("CC-BY-4.0").optLimits("...")
 * }</pre>
 */
public final class ModelDescription {
  private static final Map<String, String> FIGURES = new LinkedHashMap<>();

  static {
    FIGURES.put("bleu", "BLEU");
    FIGURES.put("chrf", "chrF");
    FIGURES.put("areaUnderCurve", "AUC");
    FIGURES.put("heldOutExactMatch", "exact match");
    FIGURES.put("heldOutCharacterAccuracy", "characters");
    FIGURES.put("heldOutLoss", "loss");
    FIGURES.put("perplexity", "perplexity");
  }

  private final ModelPackage.Contents contents;
  private String name;
  private String task;
  private String description = "";
  private String data;
  private String licence = "";
  private String attribution = "";
  private Map<String, Double> figures;
  private String command;
  private String use = "";
  private String limits = "";

  private ModelDescription(ModelPackage.Contents contents) {
    this.contents = contents;
    name = contents.name();
    Optional<ModelKind> kind = ModelKind.of(contents.kind());
    task = kind.map(ModelKind::task).orElse(contents.kind());
    data = data(contents.provenance().path("data"));
    figures = figures(contents.provenance().path("figures"), kind);
    command = contents.provenance().path("command").asText();
  }

  /**
   * What a file tells: its task by its kind; the origin of its data; the held-out figures of the
   * epoch that it was taken from.
   *
   * @param contents of a file
   * @return what can be told without its publisher
   */
  public static ModelDescription of(ModelPackage.Contents contents) {
    return new ModelDescription(contents);
  }

  private static String data(JsonNode data) {
    return "%s: %,d to train on, %,d held out"
        .formatted(
            // A file's folder says nothing of the data, and may say something of its owner.
            data.path("origin").asText("not told").replaceAll("\\S*[/\\\\]", ""),
            data.path("trainingPairs").asLong(),
            data.path("heldOutPairs").asLong());
  }

  private static Map<String, Double> figures(JsonNode epochs, Optional<ModelKind> kind) {
    JsonNode taken = epochs.path(epochs.size() - 1);
    for (JsonNode epoch : epochs) {
      if (epoch.path("best").asBoolean()) {
        taken = epoch;
      }
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    for (Map.Entry<String, String> figure : FIGURES.entrySet()) {
      JsonNode value = taken.path(figure.getKey());
      if (value.isNumber() && Double.isFinite(value.asDouble())) {
        boolean right = figure.getKey().equals("heldOutExactMatch");
        figures.put(
            right && kind.equals(Optional.of(ModelKind.ENCODER)) ? "accuracy" : figure.getValue(),
            value.asDouble());
      }
    }
    return figures;
  }

  /**
   * Its name in the zoo.
   *
   * @param name by default the run's name
   * @return this
   */
  public ModelDescription optName(String name) {
    this.name = name;
    return this;
  }

  /**
   * What it does, in a few words.
   *
   * @param task by default what models of its kind do
   * @return this
   */
  public ModelDescription optTask(String task) {
    this.task = task;
    return this;
  }

  /**
   * What it is, in a few sentences.
   *
   * @param description by default nothing
   * @return this
   */
  public ModelDescription optDescription(String description) {
    this.description = description;
    return this;
  }

  /**
   * What it was trained on.
   *
   * @param data by default the origin of its pairs, and how many there were
   * @return this
   */
  public ModelDescription optData(String data) {
    this.data = data;
    return this;
  }

  /**
   * Under which licence it may be used.
   *
   * @param licence such as an SPDX identifier; by default nothing
   * @return this
   */
  public ModelDescription optLicence(String licence) {
    this.licence = licence;
    return this;
  }

  /**
   * Who is to be named.
   *
   * @param attribution by default nobody
   * @return this
   */
  public ModelDescription optAttribution(String attribution) {
    this.attribution = attribution;
    return this;
  }

  /**
   * What was measured.
   *
   * @param figures by name; by default those of its training, on held-out pairs
   * @return this
   */
  public ModelDescription optFigures(Map<String, Double> figures) {
    this.figures = new LinkedHashMap<>(figures);
    return this;
  }

  /**
   * The command that trained it.
   *
   * @param command by default what the file says
   * @return this
   */
  public ModelDescription optCommand(String command) {
    this.command = command;
    return this;
  }

  /**
   * What it is meant for.
   *
   * @param use by default nothing
   * @return this
   */
  public ModelDescription optUse(String use) {
    this.use = use;
    return this;
  }

  /**
   * What it is not good at.
   *
   * @param limits by default nothing
   * @return this
   */
  public ModelDescription optLimits(String limits) {
    this.limits = limits;
    return this;
  }

  /**
   * The model as a list may show it.
   *
   * @param file its file
   * @return what a zoo's index would say
   * @throws UserError if the file cannot be read
   */
  public ModelEntry entry(Path file) {
    try {
      return entry("model.zip", Files.size(file), Checksum.of(Checksum.Algorithm.SHA_256, file));
    } catch (IOException e) {
      throw new UserError(
          "cannot read %s (%s): check its permissions".formatted(file, AtomicFiles.reason(e)), e);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "%s cannot be shown (%s): train it anew".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * The model in an index.
   *
   * @param file its file, in the folder of the index
   * @param bytes of the file
   * @param checksum of the file
   * @throws IllegalArgumentException if something that was told cannot be in an index
   */
  ModelEntry entry(String file, long bytes, Checksum checksum) {
    return new ModelEntry(
        name,
        1,
        task,
        description,
        contents.kind(),
        contents.formatVersion(),
        file,
        bytes,
        checksum,
        data,
        licence,
        attribution,
        figures,
        command);
  }

  /** The page for people, in Markdown. */
  String page() {
    Map<String, Object> values = new HashMap<>();
    values.put("name", name);
    values.put("task", task);
    values.put("kind", contents.kind());
    values.put("format", contents.formatVersion());
    values.put("verb", ModelKind.of(contents.kind()).map(ModelKind::command).orElse("info"));
    values.put("description", description);
    values.put("data", data);
    values.put("licence", licence);
    values.put("attribution", attribution);
    Map<String, String> measured = new LinkedHashMap<>();
    figures.forEach((of, value) -> measured.put(of, String.format(Locale.ROOT, "%.4g", value)));
    values.put("figures", measured);
    values.put("command", command);
    values.put("use", use);
    values.put("limits", limits);
    JsonNode provenance = contents.provenance();
    values.put("seed", provenance.path("seed").asText("unknown"));
    values.put("library", provenance.path("versions").path("dl4jAttention").asText("unknown"));
    values.put(
        "deeplearning4j", provenance.path("versions").path("deeplearning4j").asText("unknown"));
    values.put("java", provenance.path("versions").path("java").asText("unknown"));
    return MarkdownPage.of(values);
  }
}
