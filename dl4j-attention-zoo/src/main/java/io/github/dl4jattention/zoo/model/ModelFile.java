package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.ConfigurationGuard;
import io.github.dl4jattention.layers.runtime.TiedEmbeddingGraphVertex;
import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.decoding.StepModel;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A model in one file: DL4J's own zip, which {@link ModelSerializer} reads as it is, with entries
 * of its own: {@value #CARD} and, in a checkpoint, {@value #TRAINING}; {@link ModelPackage} adds
 * {@value #PAGE}.
 *
 * <p>A file is not trusted: its entries are known by name and bounded in size, the classes its
 * configuration names are checked before DL4J instantiates them, nothing in it is read with Java
 * serialisation, and the sizes of its arrays are checked against the bytes that are there.
 */
public final class ModelFile {
  /** Entry: the {@link ModelCard}. */
  public static final String CARD = "dl4j-attention.json";

  /** Entry: where a training stands; only in checkpoints. */
  public static final String TRAINING = "training.json";

  /** Entry: what people read about it, in Markdown; only in what was published. */
  public static final String PAGE = "model-card.md";

  /** As {@link ModelSerializer} calls them. */
  static final String CONFIGURATION = "configuration.json";

  static final String COEFFICIENTS = "coefficients.bin";
  private static final String UPDATER = "updaterState.bin";

  private static final long MAX_JSON_BYTES = 16L << 20;
  private static final long MAX_PAGE_BYTES = 1L << 20;
  private static final long MAX_ARRAY_BYTES = 1L << 30;
  private static final int MAX_REASON = 200;

  /** Largest size of each entry; an entry that is not here is refused. */
  private static final Map<String, Long> ENTRIES =
      Map.of(
          CARD, MAX_JSON_BYTES,
          PAGE, MAX_PAGE_BYTES,
          TRAINING, MAX_JSON_BYTES,
          CONFIGURATION, MAX_JSON_BYTES,
          COEFFICIENTS, MAX_ARRAY_BYTES,
          UPDATER, MAX_ARRAY_BYTES);

  /** What {@link #load} reads. */
  private static final Set<ModelKind> KINDS =
      Set.of(ModelKind.CHARACTERS, ModelKind.SEQUENCE_TO_SEQUENCE, ModelKind.TRANSFORMER);

  private ModelFile() {}

  /**
   * What a file holds.
   *
   * @param model the model, ready for use
   * @param card what the file says about it
   * @param trainingState {@value #TRAINING}'s text; null if there is none
   */
  public record Loaded(TranslationModel model, ModelCard card, String trainingState) {}

  /**
   * Writes a model, whole or not at all.
   *
   * @param file where
   * @param graph the graph
   * @param card what the file says about it
   * @param trainingState the training's state, saved with the updater's; null leaves both out
   */
  public static void write(Path file, ComputationGraph graph, Card card, String trainingState) {
    AtomicFiles.write(
        file,
        temporary -> {
          // Not by a file system of the zip: Java's leaves out what does not fit on a full disk.
          try (ZipOutputStream zip =
              new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(temporary)))) {
            put(zip, CONFIGURATION, graph.getConfiguration().toJson());
            put(zip, COEFFICIENTS, graph.params());
            put(zip, CARD, card.toJson());
            if (trainingState != null) {
              put(zip, UPDATER, graph.getUpdater().getUpdaterStateViewArray());
              put(zip, TRAINING, trainingState);
            }
          }
        });
  }

  private static void put(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Nothing for an updater without a state, as of plain gradient descent. */
  private static void put(ZipOutputStream zip, String name, INDArray array) throws IOException {
    if (array != null && array.length() > 0) {
      zip.putNextEntry(new ZipEntry(name));
      DataOutputStream out = new DataOutputStream(new BufferedOutputStream(zip));
      Nd4j.write(array, out);
      out.flush();
    }
  }

  /**
   * Reads a model.
   *
   * @param file a file that {@link #write} wrote
   * @return what it holds; of a checkpoint, the updater's state too
   * @throws UserError if it is missing, damaged, of a later version, or not such a file
   */
  public static Loaded load(Path file) {
    Opened<ModelCard> opened = open(file, KINDS, ModelCard::parse, ModelFile::checkGraph);
    TranslationModel model = opened.card().model(opened.graph());
    return new Loaded(model, opened.card(), opened.trainingState());
  }

  /**
   * What a file of any kind holds.
   *
   * @param graph the graph; of a checkpoint, with the updater's state
   * @param card what the file says about it
   * @param trainingState {@value #TRAINING}'s text; null if there is none
   * @param <C> the kind's card
   */
  public record Opened<C>(ComputationGraph graph, C card, String trainingState) {}

  /**
   * Reads a card.
   *
   * @param <C> the card
   */
  @FunctionalInterface
  public interface CardReader<C> {
    /**
     * Reads a card.
     *
     * @param json text that nobody vouches for
     * @return the card
     * @throws IOException if it is none of this kind
     * @throws ModelCard.LaterVersionException if its form is a later one
     */
    C read(String json) throws IOException, ModelCard.LaterVersionException;
  }

  /**
   * Whether a graph is the one that its card describes.
   *
   * @param <C> the card
   */
  @FunctionalInterface
  public interface GraphCheck<C> {
    /**
     * Checks a graph.
     *
     * @param graph whose parameters are numbers
     * @param card its card
     * @throws IOException if they do not belong together
     */
    void check(ComputationGraph graph, C card) throws IOException;
  }

  /**
   * Reads a model of some kinds.
   *
   * @param file a file that {@link #write} wrote
   * @param kinds those whose card the reader reads; of another one, the error says what it is for
   * @param reader reads its card
   * @param check whether its graph fits its card
   * @param <C> the kinds' card
   * @return what it holds
   * @throws UserError if it is of another kind, or as of any kind
   */
  public static <C> Opened<C> open(
      Path file, Set<ModelKind> kinds, CardReader<C> reader, GraphCheck<C> check) {
    ModelKind.requireOneOf(kinds, file);
    return open(file, reader, check);
  }

  /**
   * Reads a model of any kind.
   *
   * @param file a file that {@link #write} wrote
   * @param reader reads its card
   * @param check whether its graph fits its card
   * @param <C> the card
   * @return what it holds
   * @throws UserError if it is missing, damaged, of a later version, or not such a file
   */
  public static <C> Opened<C> open(Path file, CardReader<C> reader, GraphCheck<C> check) {
    if (!Files.isRegularFile(file)) {
      throw new UserError(
          "%s is %s: train a model first, or check the name"
              .formatted(file, Files.isDirectory(file) ? "a folder" : "not there"));
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      checkEntries(zip);
      C card = reader.read(text(zip, CARD));
      boolean checkpoint = zip.getEntry(TRAINING) != null;
      ComputationGraph graph = graph(zip, checkpoint);
      if (graph.params().isNaN().any()) {
        throw new IOException("its parameters are not all numbers");
      }
      check.check(graph, card);
      return new Opened<>(graph, card, checkpoint ? text(zip, TRAINING) : null);
    } catch (ModelCard.LaterVersionException e) {
      throw new UserError(
          "%s is from a later version (%s): update this program".formatted(file, e.getMessage()),
          e);
    } catch (ZipException e) {
      throw new UserError(
          "%s is truncated or not a model file: fetch or train it again".formatted(file), e);
    } catch (IOException | RuntimeException e) {
      throw new UserError(
          "%s cannot be read as a model (%s): fetch or train it again".formatted(file, reason(e)),
          e);
    }
  }

  /** What an exception says, in one line of printable characters. */
  static String reason(Exception e) {
    if (e.getMessage() == null) {
      return e instanceof EOFException ? "it ends too early" : e.getClass().getSimpleName();
    }
    String line = e.getMessage().strip().lines().findFirst().orElse("no reason given");
    String safe = line.replaceAll("\\p{Cntrl}", "?");
    return safe.length() > MAX_REASON ? safe.substring(0, MAX_REASON) + "..." : safe;
  }

  /**
   * As {@link ModelSerializer} does, but of the entries that were checked: it reads the file again,
   * as a stream, in which there may be others than in the zip's directory, and deserialises one.
   */
  private static ComputationGraph graph(ZipFile zip, boolean withUpdater) throws IOException {
    String json = text(zip, CONFIGURATION);
    ConfigurationGuard.check(json);
    INDArray parameters = array(zip, COEFFICIENTS);
    INDArray updater = zip.getEntry(UPDATER) == null ? null : array(zip, UPDATER);
    ComputationGraphConfiguration configuration = ComputationGraphConfiguration.fromJson(json);
    configuration.setDataType(parameters.dataType());
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init(parameters, false);
    if (withUpdater && updater != null) {
      graph.getUpdater().setStateViewArray(updater);
    }
    return graph;
  }

  /** Whether all are known, and none needed is missing. */
  static void checkEntries(ZipFile zip) throws IOException {
    for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
      ZipEntry entry = all.nextElement();
      Long limit = ENTRIES.get(entry.getName());
      if (limit == null) {
        throw new IOException("it has an entry that is no part of a model");
      }
      if (entry.getSize() > limit) {
        throw new IOException("its entry %s is too large".formatted(entry.getName()));
      }
    }
    for (String required : new String[] {CARD, CONFIGURATION, COEFFICIENTS}) {
      if (zip.getEntry(required) == null) {
        throw new IOException("its entry %s is missing".formatted(required));
      }
    }
  }

  private static byte[] bytes(ZipFile zip, String name) throws IOException {
    int limit = Math.toIntExact(ENTRIES.get(name));
    ZipEntry entry = zip.getEntry(name);
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(limit);
      if (in.read() >= 0) {
        throw new IOException("its entry %s is larger than it says".formatted(name));
      }
      CRC32 sum = new CRC32();
      sum.update(bytes);
      checkSum(entry, sum);
      return bytes;
    }
  }

  static String text(ZipFile zip, String name) throws IOException {
    return new String(bytes(zip, name), StandardCharsets.UTF_8);
  }

  /** Checked as a stream: a small file may unpack to more than memory holds. */
  private static INDArray array(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    CRC32 sum = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum)) {
      StoredArray.check(new DataInputStream(new BufferedInputStream(in)), MAX_ARRAY_BYTES);
    } catch (IOException | ArithmeticException e) {
      throw new IOException("its entry %s is damaged: %s".formatted(name, reason(e)), e);
    }
    checkSum(entry, sum);
    try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
      return Nd4j.read(new DataInputStream(in));
    }
  }

  /** A ZipFile, unlike a stream, does not check it. */
  private static void checkSum(ZipEntry entry, CRC32 sum) throws IOException {
    if (sum.getValue() != entry.getCrc()) {
      throw new IOException("its entry %s is damaged".formatted(entry.getName()));
    }
  }

  /** A graph that DL4J could build may still not be the one that the card describes. */
  private static void checkGraph(ComputationGraph graph, ModelCard card) throws IOException {
    requireRows(graph, SequenceToSequence.SOURCE_EMBEDDING, card.sources().size());
    checkTargets(graph, card.targets().size());
    if (GraphSteps.isTransformer(graph) != (card.settings() instanceof TransformerTranslator)) {
      throw new IOException("its graph does not fit its card");
    }
    // Sizes that do not fit each other show in a step.
    tryStep(GraphSteps.of(graph, List.of(new int[] {Vocabulary.END})));
  }

  private static <S> void tryStep(StepModel<S> steps) {
    steps.step(new int[] {Vocabulary.START}, steps.start());
  }

  /**
   * Whether a graph writes the tokens of a vocabulary.
   *
   * @param graph any graph
   * @param size numbers in the vocabulary
   * @throws IOException if it has no embedding, decoder and output of that size
   */
  public static void checkTargets(ComputationGraph graph, int size) throws IOException {
    requireRows(graph, SequenceToSequence.TARGET_EMBEDDING, size);
    if (graph.getVertex(SequenceToSequence.DECODER) == null
        || graph.getLayer(SequenceToSequence.OUTPUT) == null
        || graph.getLayer(SequenceToSequence.OUTPUT).getParam("b").length() != size) {
      throw new IOException("its graph does not fit its card");
    }
  }

  /**
   * Whether a graph tells classes of the tokens of a vocabulary.
   *
   * @param graph any graph
   * @param vocabulary numbers in the vocabulary
   * @param classes how many classes there are
   * @throws IOException if it has no embedding and output of these sizes, or other inputs
   */
  public static void checkClasses(ComputationGraph graph, int vocabulary, int classes)
      throws IOException {
    requireRows(graph, SequenceToSequence.SOURCE_EMBEDDING, vocabulary);
    if (!graph.getConfiguration().getNetworkInputs().equals(List.of(SequenceToSequence.SOURCE))
        || graph.getLayer(SequenceToSequence.OUTPUT) == null
        || graph.getLayer(SequenceToSequence.OUTPUT).getParam("b").length() != classes) {
      throw new IOException("its graph does not fit its card");
    }
  }

  private static void requireRows(ComputationGraph graph, String name, int rows)
      throws IOException {
    boolean fits =
        graph.getVertex(name) instanceof TiedEmbeddingGraphVertex tied
            ? tied.sharedRows().size(0) == rows
            : graph.getLayer(name) != null && graph.getLayer(name).getParam("W").size(0) == rows;
    if (!fits) {
      throw new IOException("its %s does not fit its vocabulary".formatted(name));
    }
  }
}
