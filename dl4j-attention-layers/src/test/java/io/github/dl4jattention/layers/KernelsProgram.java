package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.Subject.Padding;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.LanesProvider;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs multi-head attention as the JVM and the system properties have it, and as SameDiff graphs,
 * and says what came of it. Its end is the JVM's: no thread may stay.
 */
final class KernelsProgram {
  private static final Subject SUBJECT =
      Subject.attention(
          "multi-head self",
          () -> MultiHeadSelfAttention.builder().setHeads(2).build(),
          Subject.sequence(40, "t"));

  private KernelsProgram() {}

  /** Says it on standard output. */
  public static void main(String... arguments) {
    Data data = SUBJECT.data(DataType.FLOAT, 1, 9, Padding.END);
    try {
      for (int turn = 0; turn < 2; turn++) {
        pass(data);
      }
      String lanes =
          LanesProvider.lanes().map(Lanes::getClass).map(Class::getSimpleName).orElse("none");
      VertexPass ours = pass(data);
      LanesProvider.choose("off");
      VertexPass formulas = pass(data);
      double difference =
          Math.max(
              largest(ours.output().sub(formulas.output())),
              largest(ours.parameterGradient().sub(formulas.parameterGradient())));
      boolean right = difference <= 1e-4 * largest(formulas.parameterGradient());
      System.out.printf("lanes: %s, %s%n", lanes, right ? "right" : "wrong by " + difference);
    } catch (IllegalArgumentException | IllegalStateException e) {
      System.out.println("refused: " + e.getMessage());
      try {
        pass(data);
      } catch (IllegalArgumentException | IllegalStateException again) {
        System.out.println("refused again: " + again.getMessage());
      }
    }
  }

  private static VertexPass pass(Data data) {
    ComputationGraph graph = SUBJECT.graph(DataType.FLOAT);
    return VertexPass.of(graph, data, 3);
  }

  private static double largest(INDArray array) {
    return array.amaxNumber().doubleValue();
  }
}
