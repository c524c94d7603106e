package io.github.dl4jattention.layers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * A program of its own, for {@link PersistenceContractTests}: reads each {@code i.zip} of a folder
 * and compares its output with {@code i.data}.
 */
final class ReadModels {
  private ReadModels() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int count = 0;
    for (int i = 0; Files.exists(folder.resolve(i + ".zip")); i++) {
      File file = folder.resolve(i + ".zip").toFile();
      ComputationGraph graph = ModelSerializer.restoreComputationGraph(file);
      MultiDataSet data = new MultiDataSet();
      data.load(folder.resolve(i + ".data").toFile());
      INDArray output = graph.output(false, data.getFeatures(), data.getFeaturesMaskArrays())[0];
      double difference = output.sub(data.getLabels(0)).amaxNumber().doubleValue();
      if (!(difference < 1e-12)) {
        throw new IllegalStateException(
            "model %d differs by %s: %s"
                .formatted(i, difference, graph.getConfiguration().toJson()));
      }
      count++;
    }
    System.out.println(count + " models give what they gave");
  }
}
