package io.github.dl4jattention.zoo.encoders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Weights from HDF5 files: from files that h5py wrote (see {@code encoders/make_files.py} in the
 * resources), and from ones that are written here.
 */
class KerasWeightsTests {
  private static final List<Architecture> KNOWN = List.of(TinyNetworks.TWO_LAYERS);

  @TempDir private Path folder;

  /** {@code KERNEL1[row, column, in, out] = (row * 18 + column * 6 + in * 2 + out) / 10}. */
  @ParameterizedTest
  @ValueSource(strings = {"original.h5", "model.h5"})
  void bothFormsOfKerasAreRead(String name) {
    EncoderWeights weights = KerasWeights.read(resource(name), KNOWN);
    assertThat(weights.architecture()).isEqualTo(TinyNetworks.TWO_LAYERS);
    float[] kernel = weights.layer("block1_conv1").kernel();
    for (int out = 0; out < 2; out++) {
      for (int in = 0; in < 3; in++) {
        for (int place = 0; place < 9; place++) {
          assertThat(kernel[(out * 3 + in) * 9 + place])
              .isCloseTo((place * 6 + in * 2 + out) / 10f, Offset.offset(1e-6f));
        }
      }
    }
    assertThat(weights.layer("block1_conv2").kernel()[1]).isEqualTo(-0.4f);
    assertThat(weights.layer("block1_conv1").bias()).containsExactly(1, 2);
    assertThat(weights.layer("block1_conv2").bias()).containsExactly(3, 4);
  }

  @Test
  void theSameWeightsHaveTheSameFingerprintWhateverFileTheyAreFrom() {
    assertThat(KerasWeights.read(resource("original.h5"), KNOWN).fingerprint())
        .isEqualTo(KerasWeights.read(resource("model.h5"), KNOWN).fingerprint());
  }

  @ParameterizedTest
  @CsvSource({
    "links.h5, the layer block1_conv1 is missing",
    "compressed.h5, the layer block1_conv1 has a kernel of other than uncompressed 32-bit floats",
    "double.h5, the layer block1_conv1 has a kernel of other than uncompressed 32-bit floats"
  })
  void whatIsNotPlainIsRefused(String name, String reason) {
    Path file = resource(name);
    assertThatThrownBy(() -> KerasWeights.read(file, KNOWN))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "%s has not the weights of tiny-vgg: %s; fetch it again, or choose another file",
            file, reason);
  }

  /** All of SqueezeNet, written here in the form of its real file. */
  @Test
  void aWholeNetworkIsReadBack() {
    EncoderWeights random = EncoderWeights.random(Architectures.SQUEEZENET, 3);
    Path file = HdfLayers.write(folder.resolve("squeezenet.h5"), random);
    EncoderWeights read = EncoderFile.read(file).weights();
    assertThat(read.architecture()).isEqualTo(Architectures.SQUEEZENET);
    assertThat(read.fingerprint()).isEqualTo(random.fingerprint());
  }

  @Test
  void errorsNameTheLayerAndBothShapes() throws IOException {
    Path kernel =
        written(
            root -> {
              WritableGroup layer = root.putGroup("block1_conv1");
              layer.putDataset("kernel:0", new float[3][3][4][2]);
              layer.putDataset("bias:0", new float[2]);
            });
    requireError(kernel, "block1_conv1 has a kernel [3, 3, 4, 2], expected [3, 3, 3, 2]");
    Path bias =
        written(
            root -> {
              WritableGroup layer = root.putGroup("block1_conv1");
              layer.putDataset("kernel:0", new float[3][3][3][2]);
              layer.putDataset("bias:0", new float[3]);
            });
    requireError(bias, "block1_conv1 has a bias [3], expected [2]");
    Path two =
        written(
            root -> {
              WritableGroup layer = root.putGroup("block1_conv1");
              layer.putDataset("kernel:0", new float[3][3][3][2]);
              layer.putDataset("another:0", new float[3][3][3][2]);
            });
    requireError(
        two, "block1_conv1 has 2 data sets with 4 axes, expected one, its kernel [3, 3, 3, 2]");
    Path none = written(root -> root.putGroup("block1_conv2"));
    requireError(none, "block1_conv1 is missing");
  }

  private static void requireError(Path file, String reason) {
    assertThatThrownBy(() -> KerasWeights.read(file, KNOWN))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "%s has not the weights of tiny-vgg: the layer %s; fetch it again, or choose another"
                + " file",
            file, reason);
  }

  @Test
  void anotherNetworkIsRefusedWithWhatIsExpected() throws IOException {
    Path file = written(root -> root.putGroup("conv1_pad").putGroup("bn_\u0007"));
    assertThatThrownBy(() -> KerasWeights.read(file))
        .isInstanceOf(UserError.class)
        .hasMessage(
            file
                + " is of no network that can encode photos. These are told by their layers'"
                + " names: vgg16 has block1_conv1, block1_conv2, block2_conv1, ...; squeezenet has"
                + " conv1, fire2/squeeze1x1, fire2/expand1x1, .... It has conv1_pad");
  }

  /** Any byte may be wrong: weights, or a message. */
  @ParameterizedTest
  @ValueSource(strings = {"original.h5", "model.h5"})
  void damagedFilesEndNothing(String name) throws IOException {
    byte[] whole = Files.readAllBytes(resource(name));
    Path file = folder.resolve("damaged.h5");
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      byte[] damaged =
          i % 8 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
      for (int k = 0; k <= i % 3 && damaged.length > 0; k++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      Files.write(file, damaged);
      try {
        KerasWeights.read(file, KNOWN);
      } catch (UserError e) {
        assertThat(e).hasMessageContaining("choose another file");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(50);
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("weights.txt"), "weights");
    assertThatThrownBy(() -> EncoderFile.read(text))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "%s is neither HDF5, as Keras writes weights, nor a zip, as DL4J does: choose another"
                + " file",
            text);
    assertThatThrownBy(() -> EncoderFile.read(folder))
        .isInstanceOf(UserError.class)
        .hasMessage("%s is a folder: check the name of the encoder's file", folder);
    Path none = folder.resolve("none.h5");
    assertThatThrownBy(() -> EncoderFile.read(none))
        .isInstanceOf(UserError.class)
        .hasMessage("%s is not there: check the name of the encoder's file", none);
  }

  private Path written(Consumer<WritableGroup> content) throws IOException {
    Path file = Files.createTempFile(folder, "weights", ".h5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      content.accept(hdf);
    }
    return file;
  }

  static Path resource(String name) {
    try {
      return Path.of(KerasWeightsTests.class.getResource("/encoders/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
