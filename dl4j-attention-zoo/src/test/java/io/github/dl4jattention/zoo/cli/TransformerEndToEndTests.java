package io.github.dl4jattention.zoo.cli;

import static io.github.dl4jattention.zoo.cli.Answer.zoo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.ui.records.AttentionRecord;
import io.github.dl4jattention.ui.records.LayerWeights;
import io.github.dl4jattention.ui.storage.StorageFile;
import io.github.dl4jattention.zoo.data.Pair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.deeplearning4j.core.storage.StatsStorage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** A Transformer on own pairs, from the first update to the last measure, as a user has it. */
@Tag("slow")
class TransformerEndToEndTests {
  /** Of twenty pairs learnt by heart. */
  private static final double BLEU = 95;

  private static final List<Pair> PAIRS = ToyLanguage.pairs(20, 1);

  @TempDir private static Path folder;
  private static Answer trained;

  @BeforeAll
  static void train() throws IOException {
    Path data = ToyLanguage.write(folder.resolve("pairs.tsv"), PAIRS);
    String settings =
        "train transformer --name toy --size 32 --heads 2 --layers 2 --dropout 0"
            + " --position relative --tokens words --epochs 25 --patience 0 --average 1"
            + " --warm-up 10 --learning-rate 0.005 --threads 2 --ui --ui-port 0";
    List<String> arguments = new ArrayList<>(List.of(settings.split(" ")));
    arguments.addAll(List.of("--runs", folder.toString(), "--data", data.toString()));
    arguments.addAll(List.of("--valid", data.toString())); // Learnt by heart, on purpose.
    trained = zoo(arguments.toArray(new String[0]));
    assertThat(trained.code()).as(trained.err()).isZero();
  }

  private static String model() {
    return folder.resolve("toy").resolve("model.zip").toString();
  }

  @Test
  void twentyPairsAreLearntByHeartAndEvaluateSaysSo() throws IOException {
    Answer answer =
        zoo("evaluate", model(), "--data", folder.resolve("pairs.tsv").toString(), "--json");
    assertThat(answer.code()).as(answer.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(answer.out());
    assertThat(json.path("bleu").path("score").asDouble()).isGreaterThan(BLEU);
  }

  @Test
  void aFreshProcessTranslatesAsThisOneDoes() throws Exception {
    String[] arguments = {
      "translate", model(), "--beam", "3", "--json", PAIRS.get(0).source(), PAIRS.get(1).source()
    };
    Answer here = zoo(arguments);
    assertThat(here.code()).as(here.err()).isZero();
    assertThat(here.out()).contains(PAIRS.get(0).target());
    Process process = ZooProcess.start(arguments);
    String there = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(there).isEqualTo(here.out());
  }

  @Test
  void aControlCharacterSpoilsItsOwnTextAlone() {
    Answer answer = zoo("translate", model(), "a\u0007b", PAIRS.get(0).source());
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .contains("text 1 has the control character U+0007, at position 2: take it out");
    assertThat(answer.out()).contains(PAIRS.get(0).target());
  }

  @Test
  void crossAttentionIsDrawn() throws IOException {
    Path pictures = folder.resolve("pictures");
    Answer answer =
        zoo("translate", model(), "--heatmap", pictures.toString(), PAIRS.get(0).source());
    assertThat(answer.code()).as(answer.err()).isZero();
    try (Stream<Path> files = Files.list(pictures)) {
      Path picture = files.findFirst().orElseThrow();
      assertThat(ImageIO.read(picture.toFile()).getWidth()).isGreaterThan(200);
    }
  }

  @Test
  void aLayerAndAHeadOfItAreShown() throws IOException {
    String text = PAIRS.get(0).source();
    float[][][] heads = new float[3][][];
    for (int head = 1; head <= 2; head++) {
      heads[head] = attention("--layer", "2", "--head", String.valueOf(head), text);
    }
    float[][] mean = attention(text); // As ever: of the last layer, which is the second.
    float[][] chosenMean = attention("--layer", "2", text);
    float[][] below = attention("--layer", "1", text);
    assertThat(mean.length).isGreaterThan(2);
    double differs = 0;
    for (int i = 0; i < mean.length; i++) {
      for (int j = 0; j < mean[i].length; j++) {
        assertThat((heads[1][i][j] + heads[2][i][j]) / 2).isCloseTo(mean[i][j], within(1e-4f));
        assertThat(chosenMean[i][j]).isCloseTo(mean[i][j], within(1e-4f));
        differs = Math.max(differs, Math.abs(below[i][j] - mean[i][j]));
      }
    }
    assertThat(differs).isGreaterThan(0.01);
  }

  private static float[][] attention(String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("translate", model(), "--json"));
    arguments.addAll(List.of(options));
    Answer answer = zoo(arguments.toArray(new String[0]));
    assertThat(answer.code()).as(answer.err()).isZero();
    ObjectMapper mapper = new ObjectMapper();
    return mapper.treeToValue(mapper.readTree(answer.out()).path("attention"), float[][].class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--json --layer 3 | --layer 3: this model has 2 decoder layers of 2 heads: choose of them",
        "--json --layer 1 --head 3 | --layer 1 --head 3: this model has 2 decoder layers of 2 heads: choose of them",
        "--json --layer 0 | --layer is 0: choose 1 or more",
        "--head 1 | --head is given without --heatmap or --json: give one of them"
      })
  void aLayerThatThereIsNotIsRefused(String options, String message) {
    List<String> arguments = new ArrayList<>(List.of("translate", model()));
    arguments.addAll(List.of(options.split(" ")));
    arguments.add(PAIRS.get(0).source());
    Answer answer = zoo(arguments.toArray(new String[0]));
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains(message);
  }

  @Test
  void theDashboardHasAllHeadsOfAllLayers() throws IOException {
    StatsStorage storage = StorageFile.open(folder.resolve("toy").resolve("dashboard.db"));
    List<AttentionRecord> records =
        storage.getAllUpdatesAfter("toy", AttentionRecord.TYPE, -1).stream()
            .map(AttentionRecord.class::cast)
            .toList();
    storage.close();
    assertThat(records.stream().map(AttentionRecord::example).distinct()).hasSize(15);
    for (AttentionRecord record : records) {
      boolean source = record.example() / 5 == 1;
      assertThat(record.layers())
          .extracting(LayerWeights::name)
          .containsExactly(source ? "encoder1" : "decoder1", source ? "encoder2" : "decoder2");
      assertThat(record.layers()).allMatch(layer -> layer.heads() == 2);
    }
    AttentionRecord read = records.stream().filter(r -> r.example() == 10).findFirst().get();
    assertThat(read.tokens().source().get(0)).isEqualTo("<s>");
    assertThat(read.tokens().target()).isEqualTo(read.tokens().source());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--size 30 --heads 4 | 4 heads do not divide a size of 30",
        "--heads 0 | --heads is 0: choose 1 to 256",
        "--layers 17 | --layers is 17: choose 1 to 16",
        "--position near | --position is near: choose of sinusoidal, learned, rotary, relative",
        "--feed-forward tanh | --feed-forward is tanh: choose of relu, gelu, swiglu",
        "--dropout 1 | --dropout is 1.0: choose one from 0 to below 1, such as 0.1",
        "--tie all | --tie all needs --joint-vocabulary: give it too",
        "--warm-up 0 | --schedule inverse-square-root begins with a warm-up: add one, such as --warm-up 1000",
        "--cell gru | Unknown options: '--cell', 'gru' (see --help)",
      })
  void whatIsWrongIsSaidInOneLine(String arguments, String message) {
    Answer answer =
        zoo(
            Stream.of("train transformer --data x.tsv", arguments)
                .flatMap(part -> Stream.of(part.split(" +")))
                .toArray(String[]::new));
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err().lines().findFirst().orElseThrow()).contains(message);
  }

  @Test
  void numbersToReverseAreTheSameOfASeed() {
    Answer answer = zoo("data", "reverse", "--set", "test", "--seed", "3");
    List<String> lines = answer.out().lines().toList();
    assertThat(lines).hasSize(1_000);
    int longest = 0;
    for (String line : lines) {
      List<String> source = List.of(line.split("\t", -1)[0].split(" "));
      List<String> reversed = new ArrayList<>(source);
      Collections.reverse(reversed);
      assertThat(line).endsWith("\t" + String.join(" ", reversed));
      longest = Math.max(longest, source.size());
    }
    assertThat(longest).isEqualTo(30);
    assertThat(zoo("data", "reverse", "--set", "test", "--seed", "3").out())
        .isEqualTo(answer.out());
    assertThat(zoo("data", "reverse", "--set", "held-out", "--seed", "3").out().lines().limit(9))
        .doesNotContainAnyElementsOf(lines.subList(0, 9));
    Answer wrong = zoo("data", "reverse", "--set", "half");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--set is half: choose of training, held-out, test");
  }
}
