package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.kernel.LanesProvider;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Multi-head attention over one sequence that repeats a short one: every repetition adds the same
 * weights, so the output repeats that of the short one. Both are computed, and compared.
 */
final class LongSequenceProgram {
  private static final long SIZE = 32;
  private static final long SHORT = 64;
  private static final long LONG = 8192;
  private static final Subject SUBJECT =
      Subject.attention(
          "multi-head self",
          () -> MultiHeadSelfAttention.builder().setHeads(4).build(),
          Subject.sequence(SIZE, "t"));

  private LongSequenceProgram() {}

  /** Says it on standard output. */
  public static void main(String... arguments) {
    LanesProvider.choose("auto");
    INDArray piece = TestGraphs.random(DataType.FLOAT, 1, 1, SIZE, SHORT);
    VertexPass brief = pass(piece);
    VertexPass lasting = pass(repeated(piece));
    INDArray end =
        lasting
            .output()
            .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(LONG - SHORT, LONG));
    INDArray gradient =
        lasting.inputGradients()[0].get(
            NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(LONG - SHORT, LONG));
    boolean right = close(end, brief.output()) && close(gradient, brief.inputGradients()[0]);
    System.out.printf("%d steps, %s%n", LONG, right ? "right" : "wrong");
  }

  /** With a gradient from above that repeats, too. */
  private static VertexPass pass(INDArray input) {
    ComputationGraph graph = SUBJECT.graph(DataType.FLOAT);
    Data data = new Data(new INDArray[] {input}, null);
    INDArray upstream = TestGraphs.random(DataType.FLOAT, 2, 1, SIZE, SHORT);
    return VertexPass.of(graph, data, input.size(2) == SHORT ? upstream : repeated(upstream));
  }

  private static INDArray repeated(INDArray piece) {
    INDArray[] pieces = new INDArray[(int) (LONG / SHORT)];
    java.util.Arrays.fill(pieces, piece);
    return Nd4j.concat(2, pieces);
  }

  private static boolean close(INDArray one, INDArray other) {
    return one.sub(other).amaxNumber().doubleValue() <= 1e-3 * other.amaxNumber().doubleValue();
  }
}
