package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.annotations.AnnotatedPhotos;
import io.github.dl4jattention.zoo.annotations.AnnotationCache;
import io.github.dl4jattention.zoo.encoders.Encoder;
import io.github.dl4jattention.zoo.encoders.PretrainedEncoder;
import io.github.dl4jattention.zoo.files.CacheFolders;
import io.github.dl4jattention.zoo.files.Downloader;
import io.github.dl4jattention.zoo.photos.PhotoFile;
import io.github.dl4jattention.zoo.photos.UnusablePhotoException;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** Which pretrained network looks at photos, and where its annotations are kept. */
final class EncoderOptions {
  private static final int TOLD_EVERY = 500;

  @Option(
      names = "--encoder",
      paramLabel = "NAME",
      description =
          "The network that looks at photos: vgg16, squeezenet, or a file of its weights (default:"
              + " that of the model; of a new one squeezenet).")
  private String name;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Where the photos' annotations are kept, which may be deleted (default: below"
              + " ~/.deeplearning4j).")
  private Path cache;

  @Option(names = "--offline", description = "Never fetch the network's weights.")
  private boolean offline;

  /**
   * Photos with their annotations.
   *
   * @param files as they were given
   * @param annotations of those that could be read
   * @param side pixels that the network sees, each way
   */
  record Encoded(List<Path> files, AnnotatedPhotos annotations, int side) {
    /** Of something that has an element a photo, from some photo on, what could be read. */
    <T> List<T> kept(List<T> some, int from) {
      Set<Path> good = new HashSet<>(annotations.files());
      return IntStream.range(0, some.size())
          .filter(i -> good.contains(files.get(from + i)))
          .<T>mapToObj(some::get)
          .toList();
    }

    /** What the network sees of a photo, by its number. */
    BufferedImage picture(int number) {
      Path file = annotations.files().get(number);
      try {
        return PhotoFile.read(file).square(side);
      } catch (UnusablePhotoException e) {
        throw new UserError(e.getMessage() + "; it was a moment ago: start again", e);
      }
    }
  }

  /**
   * Reads the network.
   *
   * @param otherwise its name where none is given
   * @param err is shown how far a download is
   */
  Encoder encoder(String otherwise, PrintWriter err) {
    try (DownloadView view = new DownloadView(err, Terminal.isInteractive())) {
      return PretrainedEncoder.load(
          name == null ? otherwise : name,
          CacheFolders.encoders(),
          new Downloader().optOffline(offline).optProgress(view));
    }
  }

  /** Annotations of photos; those that cannot be read are named and passed over. */
  Encoded encode(Encoder encoder, List<Path> files, int threads, PrintWriter err) {
    Path folder = cache == null ? CacheFolders.annotations() : cache;
    AnnotatedPhotos photos =
        AnnotatedPhotos.compute(
            files,
            encoder,
            new AnnotationCache(folder, AnnotationCache.DEFAULT_BYTES),
            threads,
            (done, of) -> tell(err, done, of));
    photos.skipped().forEach(refusal -> err.println("zoo: " + refusal.getMessage()));
    err.flush();
    return new Encoded(files, photos, encoder.architecture().input().rows());
  }

  private static void tell(PrintWriter err, int done, int of) {
    if (done % TOLD_EVERY == 0) {
      err.printf("annotations of %,d of %,d photos%n", done, of);
      err.flush();
    }
  }
}
