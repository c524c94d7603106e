package io.github.dl4jattention.zoo.encoders;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.Checksum;
import io.github.dl4jattention.zoo.files.Checksum.Algorithm;
import io.github.dl4jattention.zoo.files.Download;
import io.github.dl4jattention.zoo.files.Downloader;
import io.github.dl4jattention.zoo.pretrained.ZooAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.common.resources.DL4JResources;

/**
 * Encoders with weights trained on ImageNet that can be fetched: which file, where it can be had,
 * and what it must sum up to.
 *
 * <pre>{@code
 * Encoder encoder = PretrainedEncoder.SQUEEZENET.load(folder, new Downloader());
 * }</pre>
 */
public enum PretrainedEncoder {
  /** VGG16, Keras's file without the classifier, 59 MB. */
  VGG16(
      "vgg16",
      "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5",
      new Checksum(Algorithm.MD5, "6d6bbae143d832006294945121d1f1fc"),
      "https://storage.googleapis.com/tensorflow/keras-applications/vgg16/",
      "https://github.com/fchollet/deep-learning-models/releases/download/v0.1/"),

  /** SqueezeNet 1.1, without the classifier, 3 MB; MIT licence. */
  SQUEEZENET(
      "squeezenet",
      "squeezenet_weights_tf_dim_ordering_tf_kernels_notop.h5",
      new Checksum(
          Algorithm.SHA_256, "17154246284f555591549ac2c83e127abfbf4307dc4b0060fdaa2931d0fa38da"),
      "https://github.com/rcmalli/keras-squeezenet/releases/download/v1.0/");

  /** More than any of them has. */
  private static final long MAX_BYTES = 100_000_000;

  private static final String DL4J_VGG16 = "vgg16_dl4j_inference.zip";
  private static final long DL4J_MAX_BYTES = 600_000_000;

  private final String id;
  private final String file;

  @SuppressWarnings("ImmutableEnumChecker") // It is.
  private final Checksum checksum;

  @SuppressWarnings("ImmutableEnumChecker") // From List.of.
  private final List<String> folders;

  PretrainedEncoder(String id, String file, Checksum checksum, String... folders) {
    this.id = id;
    this.file = file;
    this.checksum = checksum;
    this.folders = List.of(folders);
  }

  /**
   * Its name as users write it.
   *
   * @return such as {@code vgg16}
   */
  public String id() {
    return id;
  }

  /**
   * What is to be fetched: from the folder {@code encoders} of the zoo that {@link
   * ZooAddress#configured()} tells of, if it has it, or else from where its makers keep it.
   *
   * @param folder where files of encoders are kept; each has a folder of its own there
   * @return the file
   */
  public Download download(Path folder) {
    return new Download(
        "the weights of " + id,
        folder.resolve(id).resolve(file),
        Stream.concat(
                ZooAddress.configured().map(zoo -> zoo.file("encoders/" + file)).stream(),
                folders.stream().map(place -> URI.create(place + file)))
            .toList(),
        checksum,
        MAX_BYTES);
  }

  /**
   * DL4J's own file of VGG16, with its classifier, 553 MB; from DL4J's server or what the system
   * property {@code org.deeplearning4j.resources.baseurl} says.
   *
   * @param folder where files of encoders are kept
   * @param pinned what the file must sum up to: the checksum in DL4J 1.0.0-M2.1 is reported stale
   * @return the file, for {@link Downloader#fetch} and {@link EncoderFile#read}
   */
  public static Download dl4jVgg16(Path folder, Checksum pinned) {
    return new Download(
        "DL4J's weights of vgg16",
        folder.resolve("vgg16").resolve(DL4J_VGG16),
        List.of(URI.create(DL4JResources.getURLString("models/" + DL4J_VGG16))),
        pinned,
        DL4J_MAX_BYTES);
  }

  /**
   * Loads it; fetches its file first, if it is not there.
   *
   * @param folder where files of encoders are kept
   * @param downloader fetches it
   * @return the encoder
   * @throws UserError if it is not there and cannot be fetched
   */
  public Encoder load(Path folder, Downloader downloader) {
    return EncoderFile.read(downloader.fetch(download(folder)));
  }

  /**
   * The encoder that a user names.
   *
   * @param name an {@link #id()}, or the path of a file, as {@link EncoderFile} reads it
   * @param folder where files of encoders are kept
   * @param downloader fetches what is not there
   * @return the encoder
   * @throws UserError if it is neither, or cannot be read or fetched
   */
  public static Encoder load(String name, Path folder, Downloader downloader) {
    for (PretrainedEncoder encoder : values()) {
      if (encoder.id.equals(name)) {
        return encoder.load(folder, downloader);
      }
    }
    if (!name.matches(".*[./\\\\].*")) {
      throw new UserError(
          "there is no encoder \"%s\": choose %s, or give a file of weights"
              .formatted(
                  name, Arrays.stream(values()).map(e -> e.id).collect(Collectors.joining(", "))));
    }
    return EncoderFile.read(Path.of(name));
  }
}
