package io.github.dl4jattention.zoo.encoders;

import io.github.dl4jattention.zoo.encoders.EncoderWeights.Layer;
import io.github.dl4jattention.zoo.encoders.Step.Convolution;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/** Writes layers into HDF5 files as Keras does. */
public final class HdfLayers {
  private static final Map<WritableGroup, Map<String, WritableGroup>> GROUPS = new WeakHashMap<>();

  private HdfLayers() {}

  /** Writes the weights of a whole network. */
  public static Path write(Path file, EncoderWeights weights) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      for (Convolution step : weights.architecture().convolutions()) {
        put(hdf, step, weights.layer(step.name()));
      }
    }
    return file;
  }

  /** Writes a layer's weights: a name with slashes is a group in a group. */
  static void put(WritableGroup root, Convolution step, Layer layer) {
    Map<String, WritableGroup> known = GROUPS.computeIfAbsent(root, key -> new HashMap<>());
    WritableGroup group = root;
    String path = "";
    for (String name : step.name().split("/", -1)) {
      path += "/" + name;
      WritableGroup parent = group;
      group = known.computeIfAbsent(path, key -> parent.putGroup(name));
    }
    group.putDataset("uniform1", kernel(step, layer.kernel()));
    group.putDataset("layer_b", layer.bias());
  }

  private static float[][][][] kernel(Convolution step, float[] values) {
    int size = step.kernel();
    float[][][][] kernel = new float[size][size][step.in()][step.out()];
    for (int out = 0; out < step.out(); out++) {
      for (int in = 0; in < step.in(); in++) {
        for (int place = 0; place < size * size; place++) {
          kernel[place / size][place % size][in][out] =
              values[(out * step.in() + in) * size * size + place];
        }
      }
    }
    return kernel;
  }
}
