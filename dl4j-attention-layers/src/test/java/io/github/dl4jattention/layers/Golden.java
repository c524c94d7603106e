package io.github.dl4jattention.layers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * A file of reference figures computed with PyTorch in double precision. Sequences there are {@code
 * [batch, time, size]}. Another folder than the test resources is read with {@code
 * -Dgolden.dir=DIR}, absolute or relative to the project's root.
 */
final class Golden {
  private final String name;
  private final JsonNode root;

  private Golden(String name, JsonNode root) {
    this.name = name;
    this.root = root;
  }

  /** Every file of the folder. */
  static List<Golden> all() {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(Golden::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    Path given = Path.of(System.getProperty("golden.dir", "src/test/resources/golden"));
    if (given.isAbsolute() || System.getProperty("golden.dir") == null) {
      return given;
    }
    Path root = Path.of("").toAbsolutePath();
    while (root.getParent() != null && !Files.isDirectory(root.resolve(".mvn"))) {
      root = root.getParent();
    }
    return root.resolve(given);
  }

  private static Golden read(Path file) {
    try {
      String name = file.getFileName().toString().replace(".json", "");
      return new Golden(name, new ObjectMapper().readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  String name() {
    return name;
  }

  /** An array as the file has it. */
  INDArray array(String group, String array) {
    return array(root.path(group).path(array));
  }

  /** An array of the file's top level. */
  INDArray array(String array) {
    return array(root.path(array));
  }

  /** An input or its gradient in DL4J's layout: sequences {@code [batch, size, time]}. */
  INDArray inLayout(String group, String array) {
    return inLayout(array(group, array));
  }

  /** An array of the file's top level in DL4J's layout. */
  INDArray inLayout(String array) {
    return inLayout(array(array));
  }

  private static INDArray inLayout(INDArray array) {
    return array.rank() == 3 ? array.permute(0, 2, 1).dup('c') : array;
  }

  /** Names of the parameters, those that the gradients are of. */
  List<String> parameters() {
    return names("params");
  }

  /** Names of those parameters that the file has gradients of; of the older files all. */
  List<String> parametersWithGradients() {
    List<String> both = new ArrayList<>(parameters());
    both.retainAll(names("gradients"));
    return both;
  }

  /** Whether the file has something of this name. */
  boolean has(String name) {
    return root.has(name);
  }

  /** The mask of an input; null if the file has none. */
  INDArray mask(String input) {
    return root.path("masks").has(input) ? array("masks", input) : null;
  }

  /** Whether the file has such an input. */
  boolean hasInput(String input) {
    return root.path("inputs").has(input);
  }

  /** A number of the file's top level. */
  double number(String field) {
    return root.path(field).asDouble();
  }

  /** A truth value of the file's top level. */
  boolean flag(String field) {
    return root.path(field).asBoolean();
  }

  @Override
  public String toString() {
    return name;
  }

  private List<String> names(String group) {
    List<String> names = new ArrayList<>();
    root.path(group).fieldNames().forEachRemaining(names::add);
    return names;
  }

  private INDArray array(JsonNode node) {
    if (!node.has("shape") || !node.has("data")) {
      throw new AssertionError(name + ".json lacks an array that its name promises");
    }
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
