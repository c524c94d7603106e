package io.github.dl4jattention.zoo.cli;

import static io.github.dl4jattention.zoo.cli.Answer.zoo;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.zoo.captions.CaptionCard;
import io.github.dl4jattention.zoo.scenes.Scene;
import io.github.dl4jattention.zoo.scenes.SceneGenerator;
import io.github.dl4jattention.zoo.scenes.ScenePainter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** A captioner from its first update to its pictures, as a user does it. */
class CaptionerEndToEndTests {
  @TempDir private static Path folder;
  private static Path picture;

  private static Answer train(String name, String... more) {
    List<String> all =
        new ArrayList<>(List.of("train", "captioner", "--runs", folder.toString(), "--name", name));
    all.addAll(
        List.of("--scenes", "40", "--units", "12", "--embedding-size", "8", "--threads", "2"));
    all.addAll(List.of(more));
    return zoo(all.toArray(new String[0]));
  }

  private static Answer caption(String... more) {
    List<String> all = new ArrayList<>(List.of("caption", "--runs", folder.toString()));
    all.addAll(List.of(more));
    return zoo(all.toArray(new String[0]));
  }

  @BeforeAll
  static void trainAndDraw() throws IOException {
    Answer trained = train("whole", "--epochs", "2");
    assertThat(trained.code()).as(trained.err()).isZero();
    Scene scene = new SceneGenerator(8).scenes(1).get(0);
    File file = folder.resolve("scene.png").toFile();
    assertThat(ImageIO.write(ScenePainter.paint(scene), "png", file)).isTrue();
    picture = file.toPath();
  }

  @Test
  void aRunHasItsModelItsFiguresAndItsCard() throws IOException {
    Path run = folder.resolve("whole");
    assertThat(run.resolve("epochs.csv")).content().contains("bleu").hasLineCount(3);
    assertThat(run.resolve("samples.csv")).content().contains("scene 4");
    CaptionCard card = CaptionCard.load(run.resolve("model.zip")).card();
    assertThat(card.encoder()).isEqualTo(CaptionCard.SCENES);
    assertThat(card.provenance().path("data").path("trainingPairs").asInt()).isEqualTo(40);
  }

  @Test
  void aStoppedTrainingGoesOnToTheSameModel() throws IOException {
    Answer first = train("resumed", "--epochs", "2");
    assertThat(first.code()).as(first.err()).isZero();
    Path checkpoint = folder.resolve("resumed").resolve("checkpoint.zip");
    assertThat(Files.exists(checkpoint)).isTrue();
    Answer again =
        zoo(
            "train",
            "captioner",
            "--runs",
            folder.toString(),
            "--name",
            "resumed",
            "--resume",
            "--scenes",
            "40");
    assertThat(again.code()).as(again.err()).isZero(); // at its end already
    Answer other =
        zoo(
            "train",
            "captioner",
            "--runs",
            folder.toString(),
            "--name",
            "resumed",
            "--resume",
            "--scenes",
            "41");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("was trained on other pairs");
  }

  @Test
  void aPhotoGetsASentenceThatAFreshProcessWritesToo() throws Exception {
    Answer here = caption("whole", picture.toString());
    assertThat(here.code()).as(here.err()).isZero();
    assertThat(here.out().lines()).hasSize(1);
    Process process =
        ZooProcess.start("caption", "--runs", folder.toString(), "whole", picture.toString());
    String there = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(there).isEqualTo(here.out()).isNotBlank();
  }

  @Test
  void jsonHasTheAttention() throws IOException {
    Answer answer = caption("whole", "--json", "--beam", "2", picture.toString());
    JsonNode node = new ObjectMapper().readTree(answer.out());
    assertThat(node.path("photo").asText()).isEqualTo("scene.png");
    assertThat(node.path("rows").asInt()).isEqualTo(12);
    assertThat(node.path("attention")).hasSameSizeAs(node.path("words"));
    assertThat(node.path("attention").path(0)).hasSize(144);
    assertThat(node.path("logProbability").asDouble()).isNegative();
  }

  @Test
  void overlaysAreWritten() throws IOException {
    Path pictures = folder.resolve("pictures");
    Answer answer = caption("whole", "--overlay", pictures.toString(), picture.toString());
    assertThat(answer.code()).as(answer.err()).isZero();
    Path overlay = pictures.resolve("0001-scene-png.png");
    assertThat(ImageIO.read(overlay.toFile()).getWidth()).isGreaterThan(224);
  }

  @Test
  void aBadPhotoIsNamedAndTheOthersAreAnswered() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.jpg"), "no photo");
    Answer answer = caption("whole", bad.toString(), picture.toString());
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("bad.jpg is no photo that can be used");
    assertThat(answer.out().lines().toList()).hasSize(2).first().asString().isEmpty();
  }

  @Test
  void scenesAreMeasured() throws IOException {
    Answer answer = caption("whole", "--scenes", "12", "--json");
    String last = answer.out().lines().reduce((a, b) -> b).orElseThrow();
    JsonNode node = new ObjectMapper().readTree(last);
    assertThat(node.path("photos").asInt()).isEqualTo(12);
    assertThat(node.path("bleu1").asDouble()).isPositive();
    assertThat(node.has("ciderD")).isTrue();
    assertThat(node.path("looksAtShape").asDouble()).isBetween(0.0, 1.0);
    Answer text = caption("whole", "--scenes", "12");
    assertThat(text.out()).contains("BLEU-4", "length ratio", "CIDEr-D", "exact match");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train captioner|there are no photos to train on: give --images DIR and --captions FILE",
        "train captioner --scenes 3|--scenes is 3: choose 10",
        "train captioner --scenes 40 --images x|leave --images, --captions and lists out",
        "train captioner --images x --captions y --train-photos z|without --valid-photos",
        "train captioner --scenes 40 --attention some|--attention is some: choose of soft, hard, none",
        "train captioner --scenes 40 --dropout 1|--dropout is 1.0: choose one from 0",
        "train captioner --images x --captions nowhere.txt|nowhere.txt does not exist",
        "caption whole|there is nothing to write about",
        "caption whole --scenes 5 a.jpg|exclude each other",
        "caption whole --captions x|belong together",
        "caption whole --beam 0 a.jpg|--beam is 0: choose 1 to 100",
        "caption nothing a.jpg|there is no model nothing"
      })
  void whatTheUserCanMendIsToldInALine(String arguments, String message) {
    List<String> all = new ArrayList<>(List.of(arguments.split(" ")));
    all.add(all.get(0).equals("train") ? 2 : 1, "--runs");
    all.add(all.get(0).equals("train") ? 3 : 2, folder.toString());
    Answer answer = zoo(all.toArray(new String[0]));
    assertThat(answer.code()).as(answer.err()).isEqualTo(2);
    assertThat(answer.err()).contains(message).doesNotContain("\tat ");
  }
}
