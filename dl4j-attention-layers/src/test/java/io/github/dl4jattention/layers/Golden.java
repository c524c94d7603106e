package io.github.dl4jattention.layers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * Reference figures computed with PyTorch in double precision. Sequences there are {@code [batch,
 * time, size]}. Another folder than the test resources is read with {@code -Dgolden.dir=DIR}.
 */
final class Golden {
  private final JsonNode root;

  private Golden(JsonNode root) {
    this.root = root;
  }

  static Golden read(String name) {
    String folder = System.getProperty("golden.dir");
    try (InputStream in =
        folder == null
            ? Golden.class.getResourceAsStream("/golden/" + name + ".json")
            : Files.newInputStream(Path.of(folder, name + ".json"))) {
      return new Golden(new ObjectMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An array as the file has it. */
  INDArray array(String group, String name) {
    return array(root.path(group).path(name));
  }

  /** An array of the file's top level. */
  INDArray array(String name) {
    return array(root.path(name));
  }

  /** A sequence in DL4J's layout {@code [batch, size, time]}. */
  INDArray sequence(String group, String name) {
    return array(group, name).permute(0, 2, 1).dup('c');
  }

  /** A sequence of the file's top level in DL4J's layout. */
  INDArray sequence(String name) {
    return array(name).permute(0, 2, 1).dup('c');
  }

  boolean hasMask() {
    return root.has("masks");
  }

  private static INDArray array(JsonNode node) {
    long[] shape = new long[node.path("shape").size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = node.path("shape").get(i).asLong();
    }
    double[] data = new double[node.path("data").size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = node.path("data").get(i).asDouble();
    }
    return Nd4j.create(data, shape, DataType.DOUBLE);
  }
}
