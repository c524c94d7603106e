package io.github.dl4jattention.layers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Writes the models that {@link SerializationTests} must load for ever; run once a released format,
 * with the version in the name, and never again for that version.
 */
final class MakeReleasedModels {
  private MakeReleasedModels() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    String[] names = {"additive-attention-" + arguments[1], "bahdanau-decoder-" + arguments[1]};
    GraphVertex[] vertices = SerializationTests.vertices().toArray(GraphVertex[]::new);
    for (int i = 0; i < names.length; i++) {
      ComputationGraph graph =
          TestGraphs.alone(
              DataType.FLOAT, vertices[i], InputType.recurrent(3), InputType.recurrent(5));
      ModelSerializer.writeModel(graph, folder.resolve(names[i] + ".zip").toFile(), true);
      Nd4j.writeAsNumpy(
          graph
              .output(
                  TestGraphs.random(DataType.FLOAT, 1, 2, 3, 4),
                  TestGraphs.random(DataType.FLOAT, 2, 2, 5, 6))[0],
          folder.resolve(names[i] + ".npy").toFile());
    }
  }
}
