package io.github.dl4jattention.zoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

class ModelFileTests {
  private static final TranslationModel MODEL = TinyModels.decided(3);
  private static final String CONFIGURATION = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";
  private static final String PREPROCESSOR = "preprocessor.bin";
  private static final List<String> TEXTS = TinyModels.texts(10, 1);

  /** How often a class that no model file may name came to life. */
  private static final AtomicInteger WITNESSED = new AtomicInteger();

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void writeModel() {
    file = folder.resolve("model.zip");
    ModelFile.write(file, MODEL.graph(), TinyModels.card(), null);
    WITNESSED.set(0);
  }

  @Test
  void loadsWhatItWrote() {
    ModelFile.Loaded loaded = ModelFile.load(file);
    assertThat(loaded.model().graph().params()).isEqualTo(MODEL.graph().params());
    assertThat(loaded.model().maxLength()).isEqualTo(TinyModels.MAX_LENGTH);
    assertThat(loaded.model().sources().characters()).isEqualTo(MODEL.sources().characters());
    assertThat(loaded.model().targets().characters()).isEqualTo(MODEL.targets().characters());
    assertThat(loaded.card().toJson()).isEqualTo(TinyModels.card().toJson());
    assertThat(loaded.trainingState()).isNull();
  }

  @Test
  void predictsTheSameAfterLoading() {
    assertSamePredictions(ModelFile.load(file).model());
  }

  @Test
  void keepsCharactersOutsideOfAscii() {
    Vocabulary sources = new Vocabulary(List.of("\u00E9", "\"", "\uD83D\uDE00", "\u2028"));
    ModelCard card = TinyModels.card();
    ModelFile.write(
        file,
        MODEL.graph(),
        new ModelCard("tiny", sources, card.targets(), 6, card.provenance()),
        null);
    assertThat(ModelFile.load(file).model().sources().characters()).isEqualTo(sources.characters());
  }

  @Test
  void keepsTrainingAndUpdaterInCheckpoint() {
    ComputationGraph graph = TinyModels.untrained(2).graph();
    INDArray updater = graph.getUpdater().getUpdaterStateViewArray();
    updater.assign(Nd4j.linspace(0, 1, updater.length()).reshape(updater.shape()));
    ModelFile.write(file, graph, TinyModels.card(), "{\"epoch\": 3}");
    ModelFile.Loaded loaded = ModelFile.load(file);
    assertThat(loaded.trainingState()).isEqualTo("{\"epoch\": 3}");
    assertThat(loaded.model().graph().getUpdater().getUpdaterStateViewArray()).isEqualTo(updater);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isLoadedByDl4jItself(boolean checkpoint) throws IOException {
    ModelFile.write(file, MODEL.graph(), TinyModels.card(), checkpoint ? "{}" : null);
    ComputationGraph graph = ModelSerializer.restoreComputationGraph(file.toFile());
    assertThat(graph.params()).isEqualTo(MODEL.graph().params());
    assertSamePredictions(
        new TranslationModel(graph, MODEL.sources(), MODEL.targets(), MODEL.maxLength()));
  }

  @Test
  void refusesMissingFile() {
    assertRefused(folder.resolve("missing.zip"), "is not there: train a model first");
  }

  @Test
  void refusesFolder() {
    assertRefused(folder, "is a folder: train a model first");
  }

  @Test
  void refusesEmptyFile() throws IOException {
    assertRefused(Files.write(file, new byte[0]), "is truncated or not a model file: fetch");
  }

  @Test
  void refusesText() throws IOException {
    assertRefused(Files.writeString(file, "a\t1\n".repeat(1000)), "not a model file: fetch");
  }

  @Test
  void refusesFileCutAnywhere() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 1; length < whole.length; length += 1 + whole.length / 60) {
      assertRefused(Files.write(file, Arrays.copyOf(whole, length)), "is truncated");
    }
    assertRefused(Files.write(file, Arrays.copyOf(whole, whole.length - 1)), "is truncated");
  }

  @Test
  void refusesDamagedBytes() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    // Within the compressed parameters: their checksum no longer fits.
    int at = new String(whole, StandardCharsets.ISO_8859_1).indexOf(COEFFICIENTS) + 200;
    whole[at] ^= 0x55;
    whole[at + 1] ^= 0x55;
    assertRefused(Files.write(file, whole), "fetch or train it again");
  }

  @ParameterizedTest
  @ValueSource(strings = {ModelFile.CARD, CONFIGURATION, COEFFICIENTS})
  void refusesFileWithoutNeededEntry(String entry) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(file)) {
      Files.delete(zip.getPath(entry));
    }
    assertRefused(file, "(its entry " + entry + " is missing): fetch or train it again");
  }

  @ParameterizedTest
  @ValueSource(strings = {PREPROCESSOR, "normalizer.bin", "readme.txt"})
  void refusesEntryThatIsNoPartOfModel(String entry) throws IOException {
    alter(entry, old -> serialised(new SerialisedWitness()));
    assertRefused(file, "(it has an entry that is no part of a model): fetch or train it again");
    assertThat(WITNESSED).hasValue(0);
  }

  /** DL4J streams a zip from its first byte and would find, and deserialise, such an entry. */
  @Test
  void readsNoEntryThatTheZipsDirectoryDoesNotList() throws IOException {
    byte[] hidden = localEntry(PREPROCESSOR, serialised(new SerialisedWitness()));
    byte[] good = Files.readAllBytes(file);
    byte[] both = Arrays.copyOf(hidden, hidden.length + good.length);
    System.arraycopy(good, 0, both, hidden.length, good.length);
    Files.write(file, both);
    assertSamePredictions(ModelFile.load(file).model());
    assertThat(WITNESSED).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javax.script.ScriptEngineManager",
        "io.github.dl4jattention.zoo.model.ModelFileTests$ActivationWitness",
        "org.deeplearning4j.nn.conf.layers.LSTM<javax.script.ScriptEngineManager>",
        "[Ljavax.script.ScriptEngineManager;"
      })
  void refusesConfigurationThatNamesUnknownClass(String name) throws IOException {
    alterConfiguration(json -> json.replace(ActivationTanH.class.getName(), name));
    assertRefused(file, "its configuration names the class ");
    assertThat(WITNESSED).hasValue(0);
  }

  @Test
  void refusesUnknownClassBehindKnownOneOfTheSameKey() throws IOException {
    String known = "\"@class\" : \"%s\"".formatted(ActivationTanH.class.getName());
    String unknown = "\"@class\" : \"%s\"".formatted(ActivationWitness.class.getName());
    alterConfiguration(json -> json.replace(known, unknown + ", " + known));
    assertRefused(file, "its configuration names the class ");
    assertThat(WITNESSED).hasValue(0);
  }

  /** Jackson takes a list of a class's name and its object for the object. */
  @Test
  void refusesUnknownClassWrappedInList() throws IOException {
    alterConfiguration(
        json ->
            json.replaceAll(
                "\\{\\s*\"@class\" : \"org.deeplearning4j.nn.weights.WeightInitXavier\"\\s*\\}",
                "[\"" + WeightWitness.class.getName().replace("$", "\\$") + "\", {}]"));
    assertRefused(file, "its configuration names the class ");
    assertThat(WITNESSED).hasValue(0);
  }

  /** Distributions have their class under the key "type". */
  @Test
  void refusesUnknownClassUnderAnyKey() throws IOException {
    alterConfiguration(
        json -> json.replaceFirst("\\{", "{ \"type\" : \"javax.script.ScriptEngineManager\","));
    assertRefused(file, "its configuration names the class javax.script.ScriptEngineManager)");
  }

  @ParameterizedTest
  @CsvSource({"[,]", "{\"a\":,}"})
  void refusesConfigurationNestedTooDeep(String open, String close) throws IOException {
    int depth = 100_000;
    String deep = "{\"a\":" + open.repeat(depth) + "1" + close.repeat(depth) + "}";
    alterConfiguration(json -> deep);
    assertRefused(file, "fetch or train it again");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "3", "{", "{}", "not JSON\nat all\n", "{\"vertices\":{}}"})
  void refusesConfigurationThatIsNone(String text) throws IOException {
    alterConfiguration(json -> text);
    assertRefused(file, "fetch or train it again");
  }

  @Test
  void refusesLayerOfAnotherSizeThanItsParameters() throws IOException {
    alterConfiguration(json -> json.replace("\"nout\" : 4", "\"nout\" : 1000000000"));
    assertRefused(file, "fetch or train it again");
  }

  @ParameterizedTest
  @CsvSource({"2", "3", "4294967297"})
  void saysThatFormIsFromLaterVersion(String version) throws IOException {
    alterCard(json -> json.replace("\"formatVersion\" : 1", "\"formatVersion\" : " + version));
    assertRefused(file, "is from a later version (its form is version");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"formatVersion\" : 1 | \"formatVersion\" : 0",
        "\"formatVersion\" : 1 | \"formatVersion\" : -1",
        "\"formatVersion\" : 1 | \"x\" : 1",
        "sequence-to-sequence | something-else",
        "\"maxLength\" : 6 | \"maxLength\" : 0",
        "\"maxLength\" : 6 | \"maxLength\" : 2000000000",
        "\"maxLength\" : 6 | \"maxLength\" : \"long\"",
        "\"provenance\" | \"origin\"",
        "\"sourceCharacters\" | \"characters\"",
        "\"a\", | \"b\",",
        "\"a\", | \"aa\",",
        "\"a\", | \"\\n\\n\",",
        "\"a\", | [],",
        "\"a\", | \"a\", \"e\",",
        "\"x\", | \"w\", \"x\",",
        "\"x\", | ''",
        "{ | not JSON"
      })
  void refusesCardThatDoesNotFit(String old, String changed) throws IOException {
    alterCard(
        json -> {
          String altered = json.replace(old, changed);
          assertThat(altered).isNotEqualTo(json);
          return altered;
        });
    assertRefused(file, "fetch or train it again");
  }

  @Test
  void showsNoControlCharactersOfFile() throws IOException {
    alterCard(json -> json.replace("\"a\",", "\"\\u001b[2J\","));
    assertRefused(file, "is not one character");
  }

  @Test
  void refusesGraphWithoutAttention() {
    ModelFile.write(file, graphWithoutAttention(), TinyModels.card(), null);
    assertRefused(file, "fetch or train it again");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1000, 1000, 1, FLOAT", // values that are not there
    "1, 268435456, 268435456, 1, FLOAT", // within the limit, and not there
    "1, 4611686018427387904, 1, 1, FLOAT",
    "4294967296, 4294967296, 1, 1, FLOAT", // product overflows
    "1, -1, 1, 1, FLOAT",
    "1, 0, 1, 1, FLOAT",
    "1, 8, 8, 2, FLOAT", // strides past the end
    "1, 8, 8, 4611686018427387904, FLOAT",
    "1, 8, 8, 0, FLOAT",
    "1, 8, 8, -1, FLOAT",
    "1, 8, 8, 1, COMPRESSED",
    "1, 8, 8, 1, UTF8",
    "1, 8, 8, 1, LONG"
  })
  void refusesParametersWithImpossibleSizes(
      long rows, long columns, long rowStride, long columnStride, String type) throws IOException {
    byte[] bytes =
        array(new long[] {2, rows, columns, rowStride, columnStride, 8192, 1, 'c'}, 8, type);
    alter(COEFFICIENTS, old -> bytes);
    assertRefused(file, "its entry coefficients.bin is damaged: ");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 3, 32, 4611686018427387904L})
  void refusesParametersOfImpossibleRank(long rank) throws IOException {
    byte[] bytes = array(new long[] {rank, 1, 8, 8, 1, 8192, 1, 'c'}, 8, "FLOAT");
    alter(COEFFICIENTS, old -> bytes);
    assertRefused(file, "its entry coefficients.bin is damaged: ");
  }

  /** ND4J would take floats for doubles and read past their end. */
  @Test
  void refusesParametersOfTwoTypes() throws IOException {
    alter(
        COEFFICIENTS,
        old -> {
          long[] info = MODEL.graph().params().shapeInfoDataBuffer().asLong().clone();
          info[info.length - 3] = 16384; // what says DOUBLE
          return array(info, Math.toIntExact(MODEL.graph().params().length()), "FLOAT");
        });
    assertRefused(file, "its entry coefficients.bin is damaged: not of the type FLOAT");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 60, 100, 500})
  void refusesParametersCutShort(int length) throws IOException {
    alter(COEFFICIENTS, old -> Arrays.copyOf(old, length));
    assertRefused(file, "its entry coefficients.bin is damaged: ");
  }

  @Test
  void refusesBytesAfterTheParameters() throws IOException {
    alter(COEFFICIENTS, old -> Arrays.copyOf(old, old.length + 1));
    assertRefused(file, "its entry coefficients.bin is damaged: bytes after the last value");
  }

  @Test
  void refusesTooFewParameters() throws IOException {
    byte[] bytes = array(new long[] {2, 1, 8, 8, 1, 8192, 1, 'c'}, 8, "FLOAT");
    alter(COEFFICIENTS, old -> bytes);
    assertRefused(file, "fetch or train it again");
  }

  @Test
  void refusesDamagedUpdaterState() throws IOException {
    ModelFile.write(file, MODEL.graph(), TinyModels.card(), "{}");
    alter("updaterState.bin", old -> Arrays.copyOf(old, old.length / 2));
    assertRefused(file, "its entry updaterState.bin is damaged: ");
  }

  private void assertRefused(Path refused, String message) {
    assertThatThrownBy(() -> ModelFile.load(refused))
        .isInstanceOf(UserError.class)
        .message()
        .startsWith(refused + " ")
        .contains(message)
        .containsPattern("train a model first|fetch or train it again|update this program")
        .doesNotContainPattern("\\p{Cntrl}|: null|\\(null")
        .hasSizeLessThan(refused.toString().length() + 400);
  }

  private static void assertSamePredictions(TranslationModel model) {
    List<Prediction> expected = new Translator(MODEL, 2).translate(TEXTS);
    List<Prediction> actual = new Translator(model, 2).translate(TEXTS);
    assertThat(actual)
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyElementsOf(expected);
  }

  /** Replaces an entry, or adds it. */
  private void alter(String entry, UnaryOperator<byte[]> change) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(file)) {
      Path path = zip.getPath(entry);
      Files.write(path, change.apply(Files.exists(path) ? Files.readAllBytes(path) : new byte[0]));
    }
  }

  private void alterCard(UnaryOperator<String> change) throws IOException {
    alterText(ModelFile.CARD, change);
  }

  private void alterConfiguration(UnaryOperator<String> change) throws IOException {
    alterText(
        CONFIGURATION,
        json -> {
          String altered = change.apply(json);
          assertThat(altered).isNotEqualTo(json);
          return altered;
        });
  }

  private void alterText(String entry, UnaryOperator<String> change) throws IOException {
    alter(
        entry,
        old ->
            change.apply(new String(old, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
  }

  /** An array in ND4J's form, its values all zero. */
  private static byte[] array(long[] info, int values, String type) {
    return bytes(
        out -> {
          out.writeUTF("LONG_SHAPE");
          out.writeLong(info.length);
          out.writeUTF("LONG");
          for (long number : info) {
            out.writeLong(number);
          }
          out.writeUTF("MIXED_DATA_TYPES");
          out.writeLong(info[0] == 2 ? info[1] * info[2] : values);
          out.writeUTF(type);
          out.write(new byte[values * Float.BYTES]);
        });
  }

  private static byte[] serialised(Serializable object) {
    return bytes(out -> new ObjectOutputStream(out).writeObject(object));
  }

  /** A zip's entry without the directory that follows the entries. */
  private static byte[] localEntry(String name, byte[] content) {
    byte[] zip =
        bytes(
            out -> {
              ZipOutputStream entries = new ZipOutputStream(out);
              entries.putNextEntry(new ZipEntry(name));
              entries.write(content);
              entries.finish();
            });
    // The end record, 22 bytes long, has the directory's offset at byte 16.
    int directory =
        ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(zip.length - 22 + 16);
    return Arrays.copyOf(zip, directory);
  }

  private static byte[] bytes(Output content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      content.write(out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private interface Output {
    void write(DataOutputStream out) throws IOException;
  }

  /** The names, sizes and vocabularies of a model's layers, and an LSTM in the decoder's place. */
  private static ComputationGraph graphWithoutAttention() {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs(SequenceToSequence.SOURCE, SequenceToSequence.TARGET)
            .setInputTypes(InputType.recurrent(7), InputType.recurrent(6))
            .addLayer(
                SequenceToSequence.SOURCE_EMBEDDING,
                new EmbeddingSequenceLayer.Builder().nIn(7).nOut(3).inferInputLength(true).build(),
                SequenceToSequence.SOURCE)
            .addLayer(
                SequenceToSequence.TARGET_EMBEDDING,
                new EmbeddingSequenceLayer.Builder().nIn(6).nOut(3).inferInputLength(true).build(),
                SequenceToSequence.TARGET)
            .addLayer(
                SequenceToSequence.ANNOTATIONS,
                new LSTM.Builder().nIn(3).nOut(4).build(),
                SequenceToSequence.SOURCE_EMBEDDING)
            .addLayer(
                SequenceToSequence.DECODER,
                new LSTM.Builder().nIn(3).nOut(5).build(),
                SequenceToSequence.TARGET_EMBEDDING)
            .addLayer(
                SequenceToSequence.OUTPUT,
                new RnnOutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                    .nIn(5)
                    .nOut(6)
                    .build(),
                SequenceToSequence.DECODER)
            .setOutputs(SequenceToSequence.OUTPUT, SequenceToSequence.ANNOTATIONS)
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  /** What DL4J would make of a configuration that names it. */
  public static final class ActivationWitness extends ActivationTanH {
    private static final long serialVersionUID = 1L;

    public ActivationWitness() {
      WITNESSED.incrementAndGet();
    }
  }

  /** What DL4J would make of a configuration that names it. */
  public static final class WeightWitness extends WeightInitXavier {
    private static final long serialVersionUID = 1L;

    public WeightWitness() {
      WITNESSED.incrementAndGet();
    }
  }

  /** What Java's deserialisation would bring to life. */
  private static final class SerialisedWitness implements Serializable {
    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      WITNESSED.incrementAndGet();
    }
  }
}
