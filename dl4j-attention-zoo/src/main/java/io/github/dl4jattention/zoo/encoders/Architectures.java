package io.github.dl4jattention.zoo.encoders;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.encoders.Step.Concatenation;
import io.github.dl4jattention.zoo.encoders.Step.Convolution;
import io.github.dl4jattention.zoo.encoders.Step.MaxPooling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The networks whose weights can be read, layer by layer as Keras has them. */
public final class Architectures {
  /** Rows and columns of the photos that all of them see. */
  public static final int PHOTO_SIZE = 224;

  private static final FeatureMap PHOTO = new FeatureMap(3, PHOTO_SIZE, PHOTO_SIZE);

  /**
   * VGG16 up to its last convolution, before the last pooling: 14 x 14 places of 512 channels, the
   * annotations of Show, Attend and Tell.
   *
   * <p>Simonyan and Zisserman 2015, Very Deep Convolutional Networks for Large-Scale Image
   * Recognition, configuration D. All convolutions are 3 x 3, padded; all poolings 2 x 2.
   */
  public static final Architecture VGG16 = new Architecture("vgg16", PHOTO, vgg16());

  /**
   * SqueezeNet 1.1 up to its last fire module: 13 x 13 places of 512 channels, from a twentieth of
   * VGG16's weights.
   *
   * <p>Iandola et al. 2016, SqueezeNet: AlexNet-level accuracy with 50x fewer parameters. A fire
   * module squeezes by 1 x 1 convolutions, and expands by 1 x 1 and, beside them, 3 x 3 ones.
   */
  public static final Architecture SQUEEZENET = new Architecture("squeezenet", PHOTO, squeezenet());

  /** All of them. */
  public static final List<Architecture> ALL = List.of(VGG16, SQUEEZENET);

  private Architectures() {}

  /**
   * The network of whose convolutions a file has the most: where one is missing, it is then named.
   *
   * @param known networks
   * @param hasLayer whether the file has a layer of this name
   * @return nothing if it has none of any
   */
  static Optional<Architecture> withMost(List<Architecture> known, Predicate<String> hasLayer) {
    Architecture best = null;
    long most = 0;
    for (Architecture architecture : known) {
      long found =
          architecture.convolutions().stream().filter(step -> hasLayer.test(step.name())).count();
      if (found > most) {
        most = found;
        best = architecture;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * A file is of none of these networks.
   *
   * @param file the file
   * @param layers what it has
   * @return the error
   */
  static UserError unknown(Path file, Collection<String> layers) {
    String found = layers.stream().limit(8).collect(Collectors.joining(", "));
    String safe = found.replaceAll("[^\\w/:., -]", "?");
    return new UserError(
        ("%s is of no network that can encode photos. These are told by their layers' names:"
                + " %s. It has %s")
            .formatted(
                file,
                ALL.stream().map(Architectures::description).collect(Collectors.joining("; ")),
                safe.isEmpty() ? "none" : safe.substring(0, Math.min(200, safe.length()))));
  }

  private static String description(Architecture architecture) {
    return architecture.convolutions().stream()
        .limit(3)
        .map(Convolution::name)
        .collect(Collectors.joining(", ", architecture.name() + " has ", ", ..."));
  }

  private static List<Step> vgg16() {
    int[] layers = {2, 2, 3, 3, 3};
    int[] channels = {64, 128, 256, 512, 512};
    List<Step> steps = new ArrayList<>();
    String before = Architecture.INPUT;
    int in = 3;
    for (int block = 1; block <= layers.length; block++) {
      if (block > 1) {
        String pool = "block%d_pool".formatted(block - 1);
        steps.add(new MaxPooling(pool, before, 2, 2));
        before = pool;
      }
      for (int layer = 1; layer <= layers[block - 1]; layer++) {
        String name = "block%d_conv%d".formatted(block, layer);
        steps.add(new Convolution(name, before, in, channels[block - 1], 3, 1, true));
        before = name;
        in = channels[block - 1];
      }
    }
    return steps;
  }

  private static List<Step> squeezenet() {
    List<Step> steps = new ArrayList<>();
    steps.add(new Convolution("conv1", Architecture.INPUT, 3, 64, 3, 2, false));
    steps.add(new MaxPooling("pool1", "conv1", 3, 2));
    fire(steps, 2, "pool1", 64, 16, 64);
    fire(steps, 3, "fire2/concat", 128, 16, 64);
    steps.add(new MaxPooling("pool3", "fire3/concat", 3, 2));
    fire(steps, 4, "pool3", 128, 32, 128);
    fire(steps, 5, "fire4/concat", 256, 32, 128);
    steps.add(new MaxPooling("pool5", "fire5/concat", 3, 2));
    fire(steps, 6, "pool5", 256, 48, 192);
    fire(steps, 7, "fire6/concat", 384, 48, 192);
    fire(steps, 8, "fire7/concat", 384, 64, 256);
    fire(steps, 9, "fire8/concat", 512, 64, 256);
    return steps;
  }

  private static void fire(
      List<Step> steps, int number, String before, int in, int squeezed, int expanded) {
    String name = "fire" + number + "/";
    String squeeze = name + "squeeze1x1";
    String one = name + "expand1x1";
    String three = name + "expand3x3";
    steps.add(new Convolution(squeeze, before, in, squeezed, 1, 1, false));
    steps.add(new Convolution(one, squeeze, squeezed, expanded, 1, 1, false));
    steps.add(new Convolution(three, squeeze, squeezed, expanded, 3, 1, true));
    steps.add(new Concatenation(name + "concat", List.of(one, three)));
  }
}
