package io.github.dl4jattention.zoo.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.zoo.tokens.TextCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Files that are what they say, and files that are damaged or do not fit. */
class ModelFileTests extends ModelFileFixture {
  @Test
  void loadsWhatItWrote() {
    ModelFile.Loaded loaded = ModelFile.load(file);
    assertThat(loaded.model().graph().params()).isEqualTo(MODEL.graph().params());
    assertThat(loaded.model().maxLength()).isEqualTo(TinyModels.MAX_LENGTH);
    assertThat(loaded.model().sources().vocabulary().pieces())
        .isEqualTo(MODEL.sources().vocabulary().pieces());
    assertThat(loaded.model().targets().vocabulary().pieces())
        .isEqualTo(MODEL.targets().vocabulary().pieces());
    assertThat(loaded.card().toJson()).isEqualTo(TinyModels.card().toJson());
    assertThat(loaded.trainingState()).isNull();
  }

  @Test
  void predictsTheSameAfterLoading() {
    assertSamePredictions(ModelFile.load(file).model());
  }

  @Test
  void keepsCharactersOutsideOfAscii() {
    TextCodec sources = TextCodec.ofCharacters(List.of("\u00E9", "\"", "\uD83D\uDE00", "\u2028"));
    ModelCard card = TinyModels.card();
    ModelFile.write(
        file,
        MODEL.graph(),
        new ModelCard("tiny", sources, card.targets(), 6, card.provenance()),
        null);
    assertThat(ModelFile.load(file).model().sources().vocabulary().pieces())
        .isEqualTo(sources.vocabulary().pieces());
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

  @Test
  void refusesLayerOfAnotherSizeThanItsParameters() throws IOException {
    alterConfiguration(json -> json.replace("\"nout\" : 4", "\"nout\" : 1000000000"));
    assertRefused(file, "fetch or train it again");
  }

  @ParameterizedTest
  @CsvSource({"3", "4", "4294967297"})
  void saysThatFormIsFromLaterVersion(String version) throws IOException {
    alterCard(json -> json.replace("\"formatVersion\" : 1", "\"formatVersion\" : " + version));
    assertRefused(file, "is from a later version (its form is version");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"formatVersion\" : 1 | \"formatVersion\" : 0",
        "\"formatVersion\" : 1 | \"formatVersion\" : 2",
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
}
