package io.github.dl4jattention.zoo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.zoo.captions.CaptionCard;
import io.github.dl4jattention.zoo.encoders.Architectures;
import io.github.dl4jattention.zoo.encoders.EncoderWeights;
import io.github.dl4jattention.zoo.encoders.HdfLayers;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.scenes.Scene;
import io.github.dl4jattention.zoo.scenes.SceneGenerator;
import io.github.dl4jattention.zoo.scenes.ScenePainter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A captioner of files through an encoder, as a user trains and asks it. */
class PhotoCaptionerTests {
  private static final int PHOTOS = 12;

  @TempDir private static Path folder;
  private static Path images;
  private static Path captions;
  private static Path encoder;
  private static EncoderWeights weights;

  private record Answer(int code, String out, String err) {}

  private static Answer zoo(List<String> arguments, String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--runs", folder.toString(), "--encoder", encoder.toString()));
    all.addAll(List.of("--cache", folder.resolve("cache").toString()));
    all.addAll(List.of(more));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Zoo.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    return new Answer(code, out.toString(), err.toString());
  }

  private static Answer train(String name, String... more) {
    return zoo(
        List.of("train", "captioner", "--name", name, "--images", images.toString()),
        with(more, "--captions", captions.toString()));
  }

  private static String[] with(String[] some, String... more) {
    List<String> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static Answer caption(String model, Path... arguments) {
    return zoo(
        List.of("caption", model),
        Arrays.stream(arguments).map(Path::toString).toArray(String[]::new));
  }

  @BeforeAll
  static void drawPhotosAndTrain() throws IOException {
    images = Files.createDirectory(folder.resolve("images"));
    StringBuilder lines = new StringBuilder();
    List<Scene> scenes = new SceneGenerator(4).scenes(PHOTOS);
    for (int i = 0; i < PHOTOS; i++) {
      String name = "photo%d.png".formatted(i);
      ImageIO.write(ScenePainter.paint(scenes.get(i)), "png", images.resolve(name).toFile());
      lines.append("%s#0\t%s .\n".formatted(name, scenes.get(i).caption()));
    }
    captions = Files.writeString(folder.resolve("captions.txt"), lines);
    weights = EncoderWeights.random(Architectures.SQUEEZENET, 3);
    encoder = HdfLayers.write(folder.resolve("squeezenet.h5"), weights);
    String settings =
        "--fine-tune 1e-4 --epochs 1 --units 6 --embedding-size 4 --held-out 0.2 --threads 2";
    Answer trained = train("tuned", settings.split(" "));
    assertThat(trained.code()).as(trained.err()).isZero();
  }

  @Test
  void fineTuningTrainsTheLastBlockAndNothingBelowIt() {
    ModelFile.Opened<CaptionCard> opened =
        CaptionCard.load(folder.resolve("tuned").resolve("model.zip"));
    assertThat(opened.card().settings().tunesEncoder()).isTrue();
    INDArray kernel = opened.graph().getLayer("encoder/fire9/expand3x3").getParam("W");
    float[] before = weights.layer("fire9/expand3x3").kernel();
    float[] after = kernel.dup('c').data().asFloat();
    double largest = 0;
    for (int i = 0; i < before.length; i++) {
      largest = Math.max(largest, Math.abs(after[i] - before[i]));
    }
    assertThat(largest).isBetween(1e-5, 1e-2); // some updates of at most 1e-4 each
    assertThat(opened.graph().getVertex("encoder/fire8/expand3x3")).isNull();
  }

  @Test
  void aTunedModelWritesAboutPhotosAndGoesOn() {
    Answer answer = caption("tuned", images.resolve("photo1.png"));
    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out().lines()).hasSize(1);
    Answer resumed = train("tuned", "--resume", "--held-out", "0.2");
    assertThat(resumed.code()).as(resumed.err()).isZero(); // at its end already
  }

  @Test
  void anotherEncoderIsRefused() {
    Path other =
        HdfLayers.write(
            folder.resolve("other.h5"), EncoderWeights.random(Architectures.SQUEEZENET, 4));
    StringWriter err = new StringWriter();
    int code =
        Zoo.run(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            "caption",
            "tuned",
            "--runs",
            folder.toString(),
            "--encoder",
            other.toString(),
            images.resolve("photo1.png").toString());
    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("was trained with the encoder squeezenet-");
  }

  @Test
  void scenesHaveNoEncoderToTune() {
    StringWriter err = new StringWriter();
    String arguments = "train captioner --scenes 40 --fine-tune 1e-5 --runs " + folder;
    int code =
        Zoo.run(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments.split(" "));
    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("leave --fine-tune out");
  }

  @Test
  void photosThatCannotBeReadAreNamedAndTheOthersAnswered() throws IOException {
    Path good = images.resolve("photo2.png");
    byte[] whole = Files.readAllBytes(good);
    Path cut = Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, whole.length / 2));
    Path empty = Files.write(folder.resolve("empty.jpg"), new byte[0]);
    Path text = Files.writeString(folder.resolve("text.jpg"), "no photo");
    byte[] header = whole.clone();
    Arrays.fill(header, 16, 24, (byte) 0x7f); // two thousand million pixels each way
    Path huge = Files.write(folder.resolve("huge.png"), header);
    Path none = folder.resolve("none.jpg");
    Answer answer = caption("tuned", Path.of("--json"), text, good, cut, empty, huge, none, good);
    assertThat(answer.code()).isEqualTo(2);
    List<String> lines = answer.out().lines().toList();
    assertThat(lines).hasSize(7);
    assertThat(lines.get(1)).contains("\"caption\":");
    assertThat(lines.get(6)).contains("\"caption\":");
    for (int i : new int[] {0, 2, 3, 4, 5}) {
      assertThat(lines.get(i)).contains("\"error\":");
    }
    assertThat(answer.err())
        .contains("text.jpg is no", "cut.png is no", "empty.jpg is no", "huge.png is no")
        .contains("none.jpg", "it is not there")
        .doesNotContain("\tat ");
  }
}
