package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.annotations.AnnotationSource;
import io.github.dl4jattention.zoo.captions.CaptionCard;
import io.github.dl4jattention.zoo.captions.CaptionSet;
import io.github.dl4jattention.zoo.data.CaptionFile;
import io.github.dl4jattention.zoo.data.PhotoCaptions;
import io.github.dl4jattention.zoo.encoders.Encoder;
import io.github.dl4jattention.zoo.encoders.LastBlock;
import io.github.dl4jattention.zoo.scenes.Scene;
import io.github.dl4jattention.zoo.scenes.SceneGenerator;
import io.github.dl4jattention.zoo.scenes.ScenePainter;
import io.github.dl4jattention.zoo.scenes.ScenePatches;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import picocli.CommandLine.Option;

/** Which photos a captioner learns from, and what people wrote about them. */
final class CaptionPhotos {
  private static final String DEFAULT_ENCODER = "squeezenet";
  private static final double SCENES_HELD_OUT = 0.1;

  @Option(names = "--images", paramLabel = "DIR", description = "The folder with the photos.")
  private Path images;

  @Option(
      names = "--captions",
      paramLabel = "FILE",
      description = "Their captions, UTF-8, a line each: NAME.jpg#0 TAB caption.")
  private Path captions;

  @Option(
      names = "--train-photos",
      paramLabel = "LIST",
      description = "Names of the photos to train on, a line each (default: all others).")
  private Path trainList;

  @Option(
      names = "--valid-photos",
      paramLabel = "LIST",
      description = "Names of the photos to measure with, never trained on.")
  private Path validList;

  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      description =
          "Without that list: share of the photos held out, with all their captions"
              + " (default: 0.05).")
  private Double heldOut;

  @Option(
      names = "--scenes",
      paramLabel = "N",
      description =
          "Without photos: N drawn scenes of coloured shapes, and a tenth as many held out.")
  private Integer scenes;

  void check() {
    HeldOut.check(heldOut, "0.05", "--valid-photos", validList != null);
    Limits.exclude("--scenes", scenes != null, "--held-out", heldOut != null); // Always a tenth.
    if (scenes != null) {
      Limits.within("--scenes", scenes, 10, 1_000_000);
      if (images != null || captions != null || trainList != null || validList != null) {
        throw new UserError("--scenes are drawn: leave --images, --captions and lists out");
      }
      return;
    }
    if (images == null || captions == null) {
      throw new UserError(
          "there are no photos to train on: give --images DIR and --captions FILE, or --scenes N");
    }
    if (trainList != null && validList == null) {
      throw new UserError("--train-photos is given without --valid-photos: give both");
    }
  }

  boolean areScenes() {
    return scenes != null;
  }

  String origin() {
    return areScenes() ? "generated scenes" : "file " + captions.getFileName();
  }

  /**
   * Photos, ready to be read by a model.
   *
   * @param training to train on
   * @param heldOut never trained on
   * @param photos what a model reads of all of them
   * @param encoder what looks at them; null of scenes
   * @param encoderName what the model's card says of it
   * @param picture what a model sees of a photo, by its number
   */
  record Prepared(
      CaptionSet training,
      CaptionSet heldOut,
      AnnotationSource photos,
      Encoder encoder,
      String encoderName,
      IntFunction<BufferedImage> picture) {}

  /**
   * Reads photos, or draws scenes.
   *
   * @param tunes whether the model has the encoder's last block, and reads what is below it
   */
  Prepared read(
      EncoderOptions encoders, boolean tunes, RunOptions options, long seed, PrintWriter err) {
    return areScenes() ? drawn(seed) : photographed(encoders, tunes, options, seed, err);
  }

  private Prepared drawn(long seed) {
    int held = Math.max(1, (int) Math.round(SCENES_HELD_OUT * scenes));
    List<Scene> all = new SceneGenerator(seed).scenes(scenes + held);
    List<PhotoCaptions> texts = new ArrayList<>();
    for (Scene scene : all) {
      texts.add(new PhotoCaptions("scene " + (texts.size() + 1), List.of(scene.caption())));
    }
    return new Prepared(
        CaptionSet.of(0, texts.subList(0, scenes)),
        CaptionSet.of(scenes, texts.subList(scenes, texts.size())),
        ScenePatches.of(all),
        null,
        CaptionCard.SCENES,
        number -> ScenePainter.paint(all.get(number)));
  }

  private Prepared photographed(
      EncoderOptions encoders, boolean tunes, RunOptions options, long seed, PrintWriter err) {
    List<PhotoCaptions> all = CaptionFile.read(captions);
    CaptionFile.Split split = split(all, seed);
    List<PhotoCaptions> both = new ArrayList<>(split.training());
    both.addAll(split.heldOut());
    Encoder encoder = encoders.encoder(DEFAULT_ENCODER, err);
    EncoderOptions.Encoded encoded =
        encoders.encode(
            tunes ? LastBlock.of(encoder).lower() : encoder,
            both.stream().map(photo -> images.resolve(photo.photo())).toList(),
            options.threads(),
            err);
    List<PhotoCaptions> training = encoded.kept(split.training(), 0);
    List<PhotoCaptions> held = encoded.kept(split.heldOut(), split.training().size());
    CaptionFile.Split left = new CaptionFile.Split(training, held); // Neither may be empty.
    return new Prepared(
        CaptionSet.of(0, left.training()),
        CaptionSet.of(left.training().size(), left.heldOut()),
        encoded.annotations(),
        encoder,
        encoder.identity(),
        encoded::picture);
  }

  private CaptionFile.Split split(List<PhotoCaptions> all, long seed) {
    if (validList == null) {
      return CaptionFile.split(all, heldOut == null ? 0.05 : heldOut, seed);
    }
    List<PhotoCaptions> held = CaptionFile.listed(all, validList);
    List<PhotoCaptions> training =
        trainList == null
            ? all.stream().filter(photo -> !held.contains(photo)).toList()
            : CaptionFile.listed(all, trainList);
    return new CaptionFile.Split(training, held);
  }
}
