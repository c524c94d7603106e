package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.transformer.FeedForward;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A Transformer layer put together by hand: attention by the layers that have tests of their own,
 * norms and feed-forward sub-layer number by number.
 */
final class NaiveTransformer {
  private final Map<String, INDArray> parameters;
  private final boolean preNorm;
  private final FeedForward.Kind kind;

  NaiveTransformer(ComputationGraph graph, boolean preNorm, FeedForward.Kind kind) {
    parameters = graph.getVertex("subject").paramTable(false);
    this.preNorm = preNorm;
    this.kind = kind;
  }

  /** An encoder layer's output, padding included. */
  INDArray encoder(INDArray x, INDArray mask) {
    INDArray h = around("attention", x, steps -> attention("", false, steps, mask));
    return around("feedForward", h, this::feedForward);
  }

  /** A decoder layer's output, padding included. */
  INDArray decoder(INDArray x, INDArray mask, INDArray memory, INDArray memoryMask) {
    INDArray g = around("self", x, steps -> attention("self", true, steps, mask));
    INDArray h = around("cross", g, steps -> attention(steps, mask, memory, memoryMask));
    return around("feedForward", h, this::feedForward);
  }

  private INDArray around(String name, INDArray x, UnaryOperator<INDArray> sublayer) {
    INDArray sum = x.add(sublayer.apply(preNorm ? norm(name, x) : x));
    return preNorm ? sum : norm(name, sum);
  }

  private INDArray attention(String part, boolean causal, INDArray x, INDArray mask) {
    Subject subject =
        Subject.attention(
            "self",
            () -> MultiHeadSelfAttention.builder().setHeads(2).optCausal(causal).build(),
            Subject.sequence(x.size(1), "t"));
    return output(subject, part, new INDArray[] {x}, mask);
  }

  private INDArray attention(INDArray x, INDArray mask, INDArray memory, INDArray memoryMask) {
    Subject subject =
        Subject.attention(
            "cross",
            () -> MultiHeadAttention.builder().setHeads(2).build(),
            Subject.sequence(x.size(1), "q"),
            Subject.sequence(memory.size(1), "k"));
    return output(subject, "cross", new INDArray[] {x, memory}, mask, memoryMask);
  }

  private INDArray output(Subject subject, String part, INDArray[] inputs, INDArray... masks) {
    ComputationGraph graph = subject.graph(DataType.DOUBLE);
    Map<String, INDArray> own = graph.getVertex("subject").paramTable(false);
    own.forEach((name, array) -> array.assign(parameter(part, name)));
    return graph.output(false, inputs, masks)[0].dup();
  }

  private INDArray parameter(String part, String name) {
    String upper = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    return parameters.get(part.isEmpty() ? name : part + upper);
  }

  private INDArray norm(String name, INDArray x) {
    INDArray gain = parameter(name + "Norm", "gain");
    INDArray bias = parameter(name + "Norm", "bias");
    return eachStep(
        x,
        step -> {
          double mean = 0;
          double meanSquare = 0;
          for (double value : step) {
            mean += value / step.length;
          }
          for (double value : step) {
            meanSquare += (value - mean) * (value - mean) / step.length;
          }
          double[] y = new double[step.length];
          for (int i = 0; i < y.length; i++) {
            double normalized = (step[i] - mean) / Math.sqrt(meanSquare + 1e-5);
            y[i] = gain.getDouble(0, i) * normalized + bias.getDouble(0, i);
          }
          return y;
        });
  }

  private INDArray feedForward(INDArray x) {
    return eachStep(
        x,
        step -> {
          double[] units = times(step, "W1", "b1");
          double[] gates = kind == FeedForward.Kind.SWIGLU ? times(step, "V", "bV") : null;
          for (int i = 0; i < units.length; i++) {
            units[i] = activated(units[i]) * (gates == null ? 1 : gates[i]);
          }
          return times(units, "W2", "b2");
        });
  }

  private double activated(double u) {
    return switch (kind) {
      case RELU -> u > 0 ? u : 0;
      case GELU -> u / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (u + 0.044715 * u * u * u)));
      case SWIGLU -> u / (1 + Math.exp(-u));
    };
  }

  private double[] times(double[] x, String weight, String bias) {
    INDArray w = parameters.get(weight);
    double[] y = new double[(int) w.size(1)];
    for (int j = 0; j < y.length; j++) {
      y[j] = parameters.get(bias).getDouble(0, j);
      for (int i = 0; i < x.length; i++) {
        y[j] += x[i] * w.getDouble(i, j);
      }
    }
    return y;
  }

  private static INDArray eachStep(INDArray x, UnaryOperator<double[]> function) {
    INDArray y = Nd4j.zeros(DataType.DOUBLE, x.shape());
    for (int b = 0; b < x.size(0); b++) {
      for (int t = 0; t < x.size(2); t++) {
        double[] step = x.slice(b).getColumn(t).dup().toDoubleVector();
        double[] result = function.apply(step);
        for (int i = 0; i < result.length; i++) {
          y.putScalar(new int[] {b, i, t}, result[i]);
        }
      }
    }
    return y;
  }
}
