package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.cell.NaiveCell.product;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.cell.LstmCell;
import io.github.dl4jattention.layers.cell.NaiveCell;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The long short-term memory-network against its equations in plain loops. */
class IntraAttentionTests {
  private static final int SIZE = 4;
  private static final int TIME = 5;

  private final ComputationGraph graph =
      Subject.attention(
              "LSTMN",
              () -> IntraAttention.builder().nOut(SIZE).optAttentionSize(3).build(),
              Subject.sequence(2, "t"))
          .graph(DataType.DOUBLE);
  private final INDArray input = TestGraphs.random(DataType.DOUBLE, 1, 2, 2, TIME);

  IntraAttentionTests() {
    graph.params().assign(TestGraphs.random(DataType.DOUBLE, 9, graph.params().shape()));
  }

  @Test
  void itIsWhatItsEquationsSayWhereverPaddingStands() {
    INDArray[] masks = {
      null,
      Nd4j.createFromArray(new double[][] {{1, 1, 1, 0, 0}, {1, 1, 1, 1, 1}}),
      Nd4j.createFromArray(new double[][] {{0, 1, 1, 0, 1}, {1, 0, 0, 1, 0}}),
    };
    for (INDArray mask : masks) {
      INDArray output =
          graph
              .output(false, new INDArray[] {input}, mask == null ? null : new INDArray[] {mask})[
              0];
      for (int row = 0; row < 2; row++) {
        double[][] steps = naive(NaiveDecoder.realSteps(input, mask, row));
        INDArray expected = NaiveDecoder.spread(steps, mask, row, SIZE, TIME);
        assertThat(output.slice(row).sub(expected).amaxNumber().doubleValue()).isLessThan(1e-12);
      }
    }
  }

  @Test
  void aStepLooksAtTheStepsBeforeItOnly() {
    AttentionWeights weights = AttentionWeights.of(graph, "subject");
    weights.keep(true);
    graph.output(input);
    INDArray alphas = weights.lastWeights();
    assertThat(alphas.shape()).containsExactly(2, 1, TIME, TIME);
    for (int t = 0; t < TIME; t++) {
      double sum = 0;
      for (int i = 0; i < TIME; i++) {
        double alpha = alphas.getDouble(0, 0, t, i);
        sum += alpha;
        if (i < t) {
          assertThat(alpha).isPositive();
        } else {
          assertThat(alpha).isZero();
        }
      }
      assertThat(Math.abs(sum - (t == 0 ? 0 : 1))).isLessThan(1e-12);
    }
  }

  private double[][] naive(double[][] inputs) {
    Map<String, INDArray> parameters = graph.getVertex("subject").paramTable(false);
    NaiveCell cell = new NaiveCell(new LstmCell(), parameters);
    List<NaiveCell.State> tapes = new ArrayList<>();
    double[] attendedHidden = new double[SIZE];
    double[][] outputs = new double[inputs.length][];
    for (int t = 0; t < inputs.length; t++) {
      double[] energies = new double[t];
      for (int i = 0; i < t; i++) {
        energies[i] = energy(parameters, inputs[t], attendedHidden, tapes.get(i).hidden());
      }
      double sum = Arrays.stream(energies).map(Math::exp).sum();
      double[] hidden = new double[SIZE];
      double[] memory = new double[SIZE];
      for (int i = 0; i < t; i++) {
        for (int k = 0; k < SIZE; k++) {
          hidden[k] += Math.exp(energies[i]) / sum * tapes.get(i).hidden()[k];
          memory[k] += Math.exp(energies[i]) / sum * tapes.get(i).memory()[k];
        }
      }
      attendedHidden = hidden;
      NaiveCell.State state = cell.next(inputs[t], new NaiveCell.State(hidden, memory));
      tapes.add(state);
      outputs[t] = state.hidden();
    }
    return outputs;
  }

  /** Equation (4). */
  private static double energy(
      Map<String, INDArray> parameters, double[] x, double[] attendedHidden, double[] hidden) {
    double[] query = Arrays.copyOf(x, x.length + SIZE);
    System.arraycopy(attendedHidden, 0, query, x.length, SIZE);
    double[][] v = parameters.get("v").toDoubleMatrix();
    double energy = 0;
    for (int k = 0; k < v.length; k++) {
      double ofQuery = product(query, parameters.get("Wq").toDoubleMatrix(), k);
      double ofKey = product(hidden, parameters.get("Wk").toDoubleMatrix(), k);
      energy += v[k][0] * Math.tanh(ofQuery + ofKey);
    }
    return energy;
  }
}
