package io.github.dl4jattention.zoo.captions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.annotations.AnnotatedPhotos;
import io.github.dl4jattention.zoo.annotations.AnnotationCache;
import io.github.dl4jattention.zoo.annotations.AnnotationSource;
import io.github.dl4jattention.zoo.encoders.Architectures;
import io.github.dl4jattention.zoo.encoders.Encoder;
import io.github.dl4jattention.zoo.encoders.EncoderWeights;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.Optimizer;
import io.github.dl4jattention.zoo.photos.UnusablePhotoException;
import io.github.dl4jattention.zoo.scenes.Scene;
import io.github.dl4jattention.zoo.scenes.SceneGenerator;
import io.github.dl4jattention.zoo.scenes.ScenePainter;
import io.github.dl4jattention.zoo.scenes.ScenePatches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.shade.jackson.databind.node.JsonNodeFactory;

/** A file gets the caption that it gets among others. */
class PhotoCaptionerTests {
  @TempDir private static Path folder;
  private static Path photo;
  private static Scene scene;

  @BeforeAll
  static void draw() throws IOException {
    scene = new SceneGenerator(4).scenes(1).get(0);
    photo = folder.resolve("photo.png");
    ImageIO.write(ScenePainter.paint(scene), "png", photo.toFile());
  }

  private static CaptionCard card(ShowAttendTell settings, String encoder) {
    return new CaptionCard(
        "tiny",
        TinyCaptions.CODEC,
        TinyCaptions.MAX_LENGTH,
        settings,
        encoder,
        JsonNodeFactory.instance.objectNode());
  }

  private static Path write(CaptionCard card) {
    ComputationGraph graph =
        card.settings().newGraph(TinyCaptions.CODEC.size(), new Optimizer(new Adam(0.02), 1), 5);
    graph.params().muli(3); // So that captions depend on what is seen.
    Path file = folder.resolve(card.encoder() + ".zip");
    ModelFile.write(file, graph, card, null);
    return file;
  }

  private static String expected(Path file, AnnotationSource photos) {
    ModelFile.Opened<CaptionCard> opened = CaptionCard.load(file);
    CaptionModel model = opened.card().model(opened.graph(), photos);
    Caption caption =
        new Captioner(model, Captioner.searchOf(model).optBeam(5).build()).captions(0).get(0);
    return caption.text() + caption.logProbability();
  }

  private static String told(PhotoCaptioner captioner) throws UnusablePhotoException {
    Caption caption = captioner.caption(photo);
    return caption.text() + caption.logProbability();
  }

  @Test
  void aSceneIsReadAsPatches() throws UnusablePhotoException {
    ShowAttendTell settings =
        TinyCaptions.small()
            .setAnnotations(ScenePatches.CHANNELS, ScenePatches.PLACES, ScenePatches.PLACES)
            .build();
    Path file = write(card(settings, CaptionCard.SCENES));
    assertThat(told(PhotoCaptioner.load(file)))
        .isEqualTo(expected(file, ScenePatches.of(List.of(scene))));
  }

  @Test
  void aPhotoIsReadThroughTheEncoder() throws UnusablePhotoException, IOException {
    Encoder encoder = new Encoder(EncoderWeights.random(Architectures.SQUEEZENET, 3));
    ShowAttendTell settings = TinyCaptions.small().setAnnotations(512, 13, 13).build();
    Path file = write(card(settings, encoder.identity()));
    AnnotationCache cache = new AnnotationCache(folder.resolve("cache"), 1L << 24);
    AnnotationSource photos =
        AnnotatedPhotos.compute(List.of(photo), encoder, cache, 1, (done, of) -> {});
    PhotoCaptioner captioner = PhotoCaptioner.load(file, encoder);
    assertThat(told(captioner)).isEqualTo(expected(file, photos));
    Path text = Files.writeString(folder.resolve("text.jpg"), "no photo");
    assertThatThrownBy(() -> captioner.caption(text)).isInstanceOf(UnusablePhotoException.class);
    Encoder other = new Encoder(EncoderWeights.random(Architectures.SQUEEZENET, 4));
    assertThatThrownBy(() -> PhotoCaptioner.load(file, other))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("was trained with the encoder " + encoder.identity());
  }
}
