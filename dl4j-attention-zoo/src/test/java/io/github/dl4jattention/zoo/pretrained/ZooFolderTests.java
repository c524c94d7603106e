package io.github.dl4jattention.zoo.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.model.ModelCard;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.ModelPackage;
import io.github.dl4jattention.zoo.model.TinyModels;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.model.Translator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** What publishing leaves: a folder that is a zoo, before, during and after. */
class ZooFolderTests {
  private static final String PROVENANCE =
      """
      {"versions": {"dl4jAttention": "9.9", "java": "17"}, "seed": 4,
       "data": {"origin": "file /home/somebody/secret/pairs.tsv", "trainingPairs": 90,
                "heldOutPairs": 10},
       "command": "zoo train dates --epochs 2",
       "figures": [
         {"epoch": 1, "bleu": 12.3456, "best": true, "samples": [{"source": "not ours"}]},
         {"epoch": 2, "bleu": 1.0, "best": false, "samples": [{"source": "not ours"}]}]}
      """;

  private static final TranslationModel MODEL = TinyModels.decided(3);

  @TempDir private static Path shared;
  private static Path model;

  @TempDir private Path folder;
  private Path zoo;

  @BeforeAll
  static void writeModel() throws IOException {
    model = shared.resolve("model.zip");
    ModelCard card = TinyModels.card();
    ObjectNode provenance = (ObjectNode) new ObjectMapper().readTree(PROVENANCE);
    ModelFile.write(
        model,
        MODEL.graph(),
        new ModelCard("tiny", card.sources(), card.targets(), card.maxLength(), provenance),
        "{\"epoch\": 2}");
  }

  @BeforeEach
  void nameTheZoo() {
    zoo = folder.resolve("below/zoo");
  }

  private static ModelDescription told() {
    return ModelDescription.of(ModelPackage.read(model)).optLicence("MIT");
  }

  @Test
  void packsWhatItTakesToUseTheModelAndNoMore() throws IOException {
    ModelEntry entry = new ZooFolder(zoo).publish(model, told());
    Path file = zoo.resolve(entry.file());
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .containsExactly(
              "configuration.json", "coefficients.bin", ModelFile.CARD, ModelFile.PAGE);
    }
    ModelFile.Loaded loaded = ModelFile.load(file);
    assertThat(loaded.card().toJson()).doesNotContain("not ours", "samples").contains("12.3456");
    assertThat(new Translator(loaded.model(), 1).translate(List.of("abc")).get(0).prediction())
        .isEqualTo(new Translator(MODEL, 1).translate(List.of("abc")).get(0).prediction());
    assertThat(ModelSerializer.restoreComputationGraph(file.toFile()).params())
        .isEqualTo(MODEL.graph().params());
    assertThat(names()).containsExactly(".index.lock", "index.json", entry.file(), "tiny.md");
  }

  @Test
  void tellsWhatTheFileTellsWhereItsPublisherDoesNot() {
    ModelEntry entry = new ZooFolder(zoo).publish(model, told());
    assertThat(entry.name()).isEqualTo("tiny");
    assertThat(entry.version()).isEqualTo(1);
    assertThat(entry.task()).isEqualTo("texts to texts");
    assertThat(entry.figures()).isEqualTo(Map.of("BLEU", 12.3456)); // of the best epoch
    assertThat(entry.data()).isEqualTo("file pairs.tsv: 90 to train on, 10 held out");
    assertThat(entry.command()).isEqualTo("zoo train dates --epochs 2");
  }

  @Test
  void thePageForPeopleSaysAllThatWasTold() {
    ModelDescription told =
        told()
            .optTask("letters to letters")
            .optDescription("Small & <script>alert(1)</script>.")
            .optAttribution("a|b")
            .optUse("Tests alone.")
            .optLimits("It knows\nfour letters.")
            .optFigures(Map.of("exact match", 0.123456));
    ModelEntry entry = new ZooFolder(zoo).publish(model, told);
    String page = ModelPackage.read(zoo.resolve(entry.file())).page();
    assertThat(zoo.resolve("tiny.md")).hasContent(page);
    assertThat(page)
        .startsWith("# tiny\n\nletters to letters. Small &amp; &lt;script>")
        .contains("| Licence | MIT |", "| Attribution | a\\|b |")
        .contains("## Intended use\n\nTests alone.\n")
        .contains("## Limits\n\nIt knows four letters.\n")
        .contains("| exact match | 0.1235 |")
        .contains("    zoo train dates --epochs 2\n")
        .contains("Seed 4, dl4j-attention 9.9,")
        .doesNotContain("somebody", "<script", "${");
  }

  @Test
  void theSameAgainChangesNothing() throws IOException {
    ModelEntry first = new ZooFolder(zoo).publish(model, told());
    String index = Files.readString(zoo.resolve(ModelIndex.FILE));
    assertThat(new ZooFolder(zoo).publish(model, told())).isEqualTo(first);
    assertThat(zoo.resolve(ModelIndex.FILE)).hasContent(index);
    assertThat(new ZooFolder(folder.resolve("other")).publish(model, told())).isEqualTo(first);
  }

  @Test
  void anotherUnderItsNameIsItsNextVersionAndTheOldFileStays() throws IOException {
    ModelEntry first = new ZooFolder(zoo).publish(model, told());
    ModelEntry second = new ZooFolder(zoo).publish(model, told().optLimits("more"));
    assertThat(second.version()).isEqualTo(2);
    assertThat(zoo.resolve(first.file())).exists();
    assertThat(index().models()).containsExactly(second);
  }

  @Test
  void ofManyWhoPublishAtOnceNoneIsLost() throws IOException {
    IntStream.range(0, 6)
        .parallel()
        .forEach(i -> new ZooFolder(zoo).publish(model, told().optName("tiny-" + i)));
    assertThat(index().models())
        .extracting(ModelEntry::name)
        .containsExactly("tiny-0", "tiny-1", "tiny-2", "tiny-3", "tiny-4", "tiny-5");
  }

  @ParameterizedTest
  @CsvSource({
    "not JSON, it is not JSON): mend it",
    "'{\"kind\": \"dl4j-attention-zoo\", \"formatVersion\": 2, \"models\": []}', update this program",
  })
  void anIndexThatCannotBeReadIsLeftAsItIs(String index, String message) throws IOException {
    Files.createDirectories(zoo);
    Files.writeString(zoo.resolve(ModelIndex.FILE), index);
    assertThatThrownBy(() -> new ZooFolder(zoo).publish(model, told()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message);
    assertThat(zoo.resolve(ModelIndex.FILE)).hasContent(index);
    assertThat(names()).containsExactly(".index.lock", "index.json");
  }

  static Stream<ModelDescription> whatCannotBeTold() {
    return Stream.of(
        told().optName("../tiny"),
        told().optName(""),
        told().optName("tiny.zip"),
        told().optTask(" "),
        told().optLicence("MIT\u001b[2J"),
        told().optDescription("long".repeat(1_001)),
        told().optFigures(Map.of("BLEU", Double.NaN)));
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("whatCannotBeTold")
  void whatCannotBeInAnIndexIsRefused(ModelDescription told) throws IOException {
    assertThatThrownBy(() -> new ZooFolder(zoo).publish(model, told))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("this cannot be published (")
        .hasMessageEndingWith("): change what you tell of it");
    assertThat(names()).isEmpty();
  }

  @Test
  void twoNamesThatDifferInCapitalsAloneAreRefused() {
    new ZooFolder(zoo).publish(model, told());
    assertThatThrownBy(() -> new ZooFolder(zoo).publish(model, told().optName("Tiny")))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("choose another --name");
    assertThat(index().find("tiny")).isPresent();
  }

  @Test
  void whatIsNoModelIsRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("text.zip"), "no model");
    ModelDescription told = told();
    assertThatThrownBy(() -> new ZooFolder(zoo).publish(text, told)).isInstanceOf(UserError.class);
    assertThat(zoo).doesNotExist();
  }

  private ModelIndex index() {
    try {
      return ModelIndex.parse(Files.readString(zoo.resolve(ModelIndex.FILE)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(zoo)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
