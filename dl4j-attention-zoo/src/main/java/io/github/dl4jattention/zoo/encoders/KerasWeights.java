package io.github.dl4jattention.zoo.encoders;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.encoders.EncoderWeights.Layer;
import io.github.dl4jattention.zoo.encoders.Step.Convolution;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ContiguousDataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Weights in the HDF5 files that Keras 1 and 2 write, with or without the model's configuration.
 *
 * <p>Layers are found by name, as groups of the file or of its group {@value #MODEL_WEIGHTS}; other
 * layers, such as a classifier, are passed over. In a layer's group, however the data sets are
 * named, the one with four axes is the kernel ({@code [rows, columns, in, out]}), the one with one
 * axis is the bias.
 *
 * <p>A file is not trusted: its size is bounded, it is read by a library in Java, links in it are
 * not followed, and the shape of each data set is compared with the network's before its data is
 * read.
 */
final class KerasWeights {
  private static final String MODEL_WEIGHTS = "model_weights";

  /** The whole VGG16, with its classifier, has 553 MB. */
  private static final int MAX_BYTES = 600_000_000;

  private static final int MAX_DEPTH = 6;
  private static final int MAX_CHILDREN = 10_000;

  private final Path file;
  private final Group root;

  private KerasWeights(Path file, Group root) {
    this.file = file;
    this.root = root;
  }

  /**
   * Reads a file's weights.
   *
   * @param file the file
   * @return the weights, of the network that the names of its layers tell
   * @throws UserError if it cannot be read, or is of none of {@link Architectures#ALL}
   */
  static EncoderWeights read(Path file) {
    return read(file, Architectures.ALL);
  }

  /** Reads a file's weights, of one of some networks. */
  static EncoderWeights read(Path file, List<Architecture> known) {
    try (HdfFile hdf = HdfFile.fromBytes(bytes(file))) {
      return new KerasWeights(file, root(hdf)).read(known);
    } catch (IOException e) {
      throw damaged(file, AtomicFiles.reason(e), e);
    } catch (UserError e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // The library believes counts and addresses: a wrong one may lead in a circle, or nowhere.
      throw damaged(file, "it is not HDF5, damaged, or too large for the memory", e);
    }
  }

  private static UserError damaged(Path file, String why, Throwable cause) {
    return new UserError(
        "%s cannot be read as weights of Keras's (%s): fetch it again, or choose another file"
            .formatted(file, why),
        cause);
  }

  private static byte[] bytes(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw damaged(file, "%d bytes, more than %d".formatted(size, MAX_BYTES), null);
    }
    return Files.readAllBytes(file);
  }

  /** Children of a file with a model's configuration are one level deeper. */
  private static Group root(HdfFile hdf) {
    return hdf.getChild(MODEL_WEIGHTS) instanceof Group weights ? weights : hdf;
  }

  private EncoderWeights read(List<Architecture> known) {
    Architecture architecture =
        Architectures.withMost(known, name -> group(name) != null)
            .orElseThrow(() -> Architectures.unknown(file, root.getChildren().keySet()));
    return EncoderWeights.of(architecture, step -> layer(architecture, step));
  }

  private Group group(String layer) {
    Node node = root;
    for (String name : layer.split("/", -1)) {
      node = node instanceof Group group ? group.getChild(name) : null;
    }
    return node instanceof Group group ? group : null;
  }

  private Layer layer(Architecture architecture, Convolution step) {
    Group group = group(step.name());
    if (group == null) {
      throw wrong(architecture, step, "is missing");
    }
    List<Dataset> found = new ArrayList<>();
    collect(group, found, MAX_DEPTH);
    int size = step.kernel();
    float[] kernel =
        values(architecture, step, found, "kernel", new int[] {size, size, step.in(), step.out()});
    float[] bias = values(architecture, step, found, "bias", new int[] {step.out()});
    return new Layer(outputsFirst(kernel, step), bias);
  }

  private static void collect(Group group, List<Dataset> found, int depth) {
    if (depth == 0 || group.getChildren().size() > MAX_CHILDREN) {
      throw new IllegalStateException("groups too deep or too large");
    }
    for (Node node : group.getChildren().values()) {
      // A link is neither: it could lead to another file.
      if (node instanceof Group inner) {
        collect(inner, found, depth - 1);
      } else if (node instanceof Dataset dataset) {
        found.add(dataset);
      }
    }
  }

  private float[] values(
      Architecture architecture, Convolution step, List<Dataset> all, String what, int[] shape) {
    List<Dataset> fitting =
        all.stream().filter(one -> one.getDimensions().length == shape.length).toList();
    if (fitting.size() != 1) {
      throw wrong(
          architecture,
          step,
          "has %d data sets with %d axes, expected one, its %s %s"
              .formatted(fitting.size(), shape.length, what, Arrays.toString(shape)));
    }
    Dataset dataset = fitting.get(0);
    if (!Arrays.equals(dataset.getDimensions(), shape)) {
      throw wrong(
          architecture,
          step,
          "has a %s %s, expected %s"
              .formatted(what, Arrays.toString(dataset.getDimensions()), Arrays.toString(shape)));
    }
    if (dataset.getJavaType() != float.class
        || dataset.getDataType().getSize() != Float.BYTES
        || !(dataset instanceof ContiguousDataset contiguous)) {
      throw wrong(
          architecture, step, "has a %s of other than uncompressed 32-bit floats".formatted(what));
    }
    ByteBuffer buffer = contiguous.getBuffer();
    float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    if (buffer.remaining() != Float.BYTES * values.length) {
      throw wrong(architecture, step, "has a %s that is cut short".formatted(what));
    }
    buffer.asFloatBuffer().get(values);
    return values;
  }

  /** From Keras's {@code [rows, columns, in, out]} to {@code [out, in, rows, columns]}. */
  static float[] outputsFirst(float[] kernel, Convolution step) {
    int area = step.kernel() * step.kernel();
    float[] result = new float[kernel.length];
    int from = 0;
    for (int place = 0; place < area; place++) {
      for (int in = 0; in < step.in(); in++) {
        for (int out = 0; out < step.out(); out++) {
          result[(out * step.in() + in) * area + place] = kernel[from++];
        }
      }
    }
    return result;
  }

  private UserError wrong(Architecture architecture, Convolution step, String what) {
    return new UserError(
        "%s has not the weights of %s: the layer %s %s; fetch it again, or choose another file"
            .formatted(file, architecture.name(), step.name(), what));
  }
}
