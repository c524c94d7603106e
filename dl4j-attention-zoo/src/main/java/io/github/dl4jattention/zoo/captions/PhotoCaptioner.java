package io.github.dl4jattention.zoo.captions;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.annotations.AnnotationSource;
import io.github.dl4jattention.zoo.encoders.Encoder;
import io.github.dl4jattention.zoo.encoders.FeatureMap;
import io.github.dl4jattention.zoo.encoders.LastBlock;
import io.github.dl4jattention.zoo.encoders.PretrainedEncoder;
import io.github.dl4jattention.zoo.files.CacheFolders;
import io.github.dl4jattention.zoo.files.Downloader;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.photos.ImageNetPixels;
import io.github.dl4jattention.zoo.photos.PhotoFile;
import io.github.dl4jattention.zoo.photos.UnusablePhotoException;
import io.github.dl4jattention.zoo.scenes.Scene;
import io.github.dl4jattention.zoo.scenes.ScenePatches;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Files of photos in, sentences out.
 *
 * <pre>{@code
 * PhotoCaptioner captioner = PhotoCaptioner.load(Path.of("runs/captioner/model.zip"));
 * String sentence = captioner.caption(Path.of("dog.jpg")).text();
 * }</pre>
 *
 * <p>For many photos, {@link Captioner} writes about a batch at a time. Serves one thread at a
 * time: a graph remembers what it last saw.
 */
public final class PhotoCaptioner {
  private static final int BEAM = 5;

  private final CaptionCard card;
  private final ComputationGraph graph;

  /** What looks at photos; null of scenes. */
  private final Encoder encoder;

  private PhotoCaptioner(CaptionCard card, ComputationGraph graph, Encoder encoder) {
    this.card = card;
    this.graph = graph;
    this.encoder = encoder;
  }

  /**
   * Reads a model, and the encoder that it was trained with, which is fetched if it is not there.
   *
   * @param file a model file, such as {@code ModelStore.fetch} gives
   * @return a captioner
   * @throws UserError if the file is missing, damaged, of a later version, or holds another model;
   *     or if the encoder cannot be had
   */
  public static PhotoCaptioner load(Path file) {
    ModelFile.Opened<CaptionCard> opened = CaptionCard.load(file);
    if (opened.card().encoder().equals(CaptionCard.SCENES)) {
      return new PhotoCaptioner(opened.card(), opened.graph(), null);
    }
    return of(
        opened,
        PretrainedEncoder.load(
            opened.card().encoderName(), CacheFolders.encoders(), new Downloader()));
  }

  /**
   * Reads a model of photos, with an encoder that is there.
   *
   * @param file a model file
   * @param encoder the one that it was trained with
   * @return a captioner
   * @throws UserError if the file is missing, damaged, of a later version, or holds another model,
   *     or one that was trained with another encoder
   */
  public static PhotoCaptioner load(Path file, Encoder encoder) {
    return of(CaptionCard.load(file), encoder);
  }

  private static PhotoCaptioner of(ModelFile.Opened<CaptionCard> opened, Encoder encoder) {
    CaptionCard card = opened.card();
    if (!card.encoder().equals(encoder.identity())) {
      throw new UserError(
          "the model was trained with the encoder %s, this is %s: give the same"
              .formatted(card.encoder(), encoder.identity()));
    }
    return new PhotoCaptioner(
        card,
        opened.graph(),
        card.settings().tunesEncoder() ? LastBlock.of(encoder).lower() : encoder);
  }

  /**
   * Writes about a photo.
   *
   * @param photo a JPEG, PNG, GIF or BMP file
   * @return the best caption by a beam of 5
   * @throws UnusablePhotoException if it is no photo that can be used
   */
  public Caption caption(Path photo) throws UnusablePhotoException {
    CaptionModel model = card.model(graph, annotations(PhotoFile.read(photo)));
    return new Captioner(model, Captioner.searchOf(model).optBeam(BEAM).build()).captions(0).get(0);
  }

  private AnnotationSource annotations(PhotoFile photo) throws UnusablePhotoException {
    if (encoder == null) {
      return new ScenePatches(List.of(photo.square(Scene.SIDE)));
    }
    int side = encoder.architecture().input().rows();
    return new OnePhoto(
        encoder.output(), encoder.forward().output(ImageNetPixels.of(photo.square(side))));
  }

  /** What an encoder sees in one photo. */
  private static final class OnePhoto implements AnnotationSource {
    private final FeatureMap size;
    private final float[] annotations;

    OnePhoto(FeatureMap size, float[] annotations) {
      this.size = size;
      this.annotations = annotations;
    }

    @Override
    public int photos() {
      return 1;
    }

    @Override
    public int channels() {
      return size.channels();
    }

    @Override
    public int rows() {
      return size.rows();
    }

    @Override
    public int columns() {
      return size.columns();
    }

    @Override
    public void fill(int[] photos, float[] into) {
      for (int i = 0; i < photos.length; i++) {
        System.arraycopy(annotations, 0, into, i * annotations.length, annotations.length);
      }
    }
  }
}
