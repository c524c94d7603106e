package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.annotations.AnnotationSource;
import io.github.dl4jattention.zoo.captions.CaptionCard;
import io.github.dl4jattention.zoo.captions.CaptionSet;
import io.github.dl4jattention.zoo.data.CaptionFile;
import io.github.dl4jattention.zoo.data.PhotoCaptions;
import io.github.dl4jattention.zoo.encoders.Encoder;
import io.github.dl4jattention.zoo.encoders.LastBlock;
import io.github.dl4jattention.zoo.photos.PhotoFile;
import io.github.dl4jattention.zoo.photos.UnusablePhotoException;
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

/** What a captioner writes about: files, photos with captions of people, or drawn scenes. */
final class MeasuredPhotos {
  @Option(
      names = "--captions",
      paramLabel = "FILE",
      description = "Captions of people to measure with, NAME.jpg#0 TAB caption.")
  private Path captions;

  @Option(names = "--images", paramLabel = "DIR", description = "The folder with their photos.")
  private Path images;

  @Option(
      names = "--photos",
      paramLabel = "LIST",
      description = "Names of those to measure with, a line each (default: all).")
  private Path list;

  @Option(
      names = "--scenes",
      paramLabel = "N",
      description = "Of a model of scenes: N scenes that it was not trained on.")
  private Integer scenes;

  @Option(names = "--seed", paramLabel = "N", description = "Of --scenes.")
  private long seed = 1_000_003;

  /**
   * A photo.
   *
   * @param name what it is called
   * @param number its number among those that could be read; -1 if it could not
   * @param references what people wrote about it; none if nobody did
   * @param scene what was drawn; null of a photo
   */
  record Photo(String name, int number, List<String> references, Scene scene) {}

  /**
   * Photos, ready to be written about.
   *
   * @param photos as they were given
   * @param annotations what the model reads of those that could be read
   * @param picture what it sees of them, by number
   */
  record Read(
      List<Photo> photos, AnnotationSource annotations, IntFunction<BufferedImage> picture) {}

  boolean compares() {
    return captions != null || scenes != null;
  }

  void check(List<Path> files) {
    int ways = (files.isEmpty() ? 0 : 1) + (captions == null ? 0 : 1) + (scenes == null ? 0 : 1);
    if (ways != 1) {
      throw new UserError(
          ways == 0
              ? "there is nothing to write about: name photos, or give --captions, or --scenes"
              : "photos, --captions and --scenes exclude each other: choose one");
    }
    if ((captions == null) != (images == null) || (list != null && captions == null)) {
      throw new UserError("--captions, --images and --photos belong together: give the first two");
    }
    if (scenes != null) {
      Limits.within("--scenes", scenes, 1, 1_000_000);
      Limits.within("--seed", seed, 0, Long.MAX_VALUE);
    }
  }

  Read read(List<Path> files, CaptionCard card, EncoderOptions encoders, PrintWriter err) {
    boolean ofScenes = card.encoder().equals(CaptionCard.SCENES);
    if (scenes != null) {
      if (!ofScenes) {
        throw new UserError("the model reads photos, not scenes: leave --scenes out");
      }
      return drawn();
    }
    List<PhotoCaptions> measured = measured();
    List<Path> paths =
        measured.isEmpty()
            ? files
            : measured.stream().map(photo -> images.resolve(photo.photo())).toList();
    return ofScenes ? pictures(paths, measured, err) : photos(paths, measured, card, encoders, err);
  }

  private List<PhotoCaptions> measured() {
    if (captions == null) {
      return List.of();
    }
    List<PhotoCaptions> all = CaptionFile.read(captions);
    return CaptionSet.of(0, list == null ? all : CaptionFile.listed(all, list)).photos();
  }

  private Read drawn() {
    List<Scene> all = new SceneGenerator(seed).scenes(scenes);
    List<Photo> photos = new ArrayList<>();
    for (Scene scene : all) {
      int number = photos.size();
      photos.add(new Photo("scene " + (number + 1), number, List.of(scene.caption()), scene));
    }
    return new Read(photos, ScenePatches.of(all), number -> ScenePainter.paint(all.get(number)));
  }

  /** Files of small pictures, as {@code zoo data scenes} draws them. */
  private static Read pictures(List<Path> paths, List<PhotoCaptions> measured, PrintWriter err) {
    List<Photo> photos = new ArrayList<>();
    List<BufferedImage> read = new ArrayList<>();
    for (Path path : paths) {
      int number = read.size();
      try {
        read.add(PhotoFile.read(path).square(Scene.SIDE));
        photos.add(new Photo(name(path), number, references(measured, photos.size()), null));
      } catch (UnusablePhotoException e) {
        err.println("zoo: " + e.getMessage());
        photos.add(new Photo(name(path), -1, List.of(), null));
      }
    }
    return new Read(photos, new ScenePatches(read), read::get);
  }

  private static Read photos(
      List<Path> paths,
      List<PhotoCaptions> measured,
      CaptionCard card,
      EncoderOptions encoders,
      PrintWriter err) {
    Encoder encoder = encoders.encoder(card.encoderName(), err);
    if (!encoder.identity().equals(card.encoder())) {
      throw new UserError(
          "the model was trained with the encoder %s, this is %s: give the same --encoder"
              .formatted(card.encoder(), encoder.identity()));
    }
    Encoder read = card.settings().tunesEncoder() ? LastBlock.of(encoder).lower() : encoder;
    EncoderOptions.Encoded encoded = encoders.encode(read, paths, Threads.available(), err);
    List<Path> good = encoded.annotations().files();
    List<Photo> photos = new ArrayList<>();
    int number = 0;
    for (Path path : paths) {
      boolean isGood = number < good.size() && good.get(number).equals(path);
      List<String> references = references(measured, photos.size());
      photos.add(new Photo(name(path), isGood ? number++ : -1, references, null));
    }
    return new Read(photos, encoded.annotations(), encoded::picture);
  }

  private static List<String> references(List<PhotoCaptions> measured, int index) {
    return measured.isEmpty() ? List.of() : measured.get(index).captions();
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? path.toString() : name.toString();
  }
}
