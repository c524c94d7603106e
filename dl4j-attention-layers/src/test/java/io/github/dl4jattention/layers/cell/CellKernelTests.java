package io.github.dl4jattention.layers.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.LanesProvider;
import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.cell.CellKernel;
import io.github.dl4jattention.layers.kernel.cell.CellRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A cell's kernel gives the states of its equations, and the gradients of their numeric
 * differences: by the gates, the state's parameters and the first state, over sequences with
 * padding at the end and in the middle.
 */
class CellKernelTests {
  private static final int BATCH = 3;
  private static final int TIME = 4;
  private static final float[] MASK = {1, 1, 1, 1, /**/ 1, 0, 1, 0, /**/ 0, 1, 1, 1};

  /** Numbers of an array whose gradient is checked, at least; all if there are fewer. */
  private static final int CHECKED = 40;

  private static final double STEP = 1e-4;
  private static final double TOLERANCE = 2e-5;

  @BeforeEach
  void poison() {
    Buffers.poison(true);
  }

  @AfterEach
  void restore() {
    Buffers.poison(false);
    LanesProvider.choose("auto");
  }

  static Stream<Arguments> cells() {
    List<RecurrentCell> cells =
        List.of(new LstmCell(), new GruCell(), new GruCell().resetBefore(), new RnnCell());
    List<Arguments> all = new ArrayList<>();
    for (RecurrentCell cell : cells) {
      for (int size : new int[] {1, 5, 19}) {
        all.add(Arguments.of(cell, size, "plain"));
        all.add(Arguments.of(cell, size, "vector"));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void stepsForwardAndBackward(RecurrentCell cell, int size, String kind) {
    LanesProvider.choose(kind);
    Lanes lanes = LanesProvider.lanes().orElseThrow();
    Case tested = new Case(cell, size, new Random(size));
    CellKernel kernel = cell.kernel(lanes, size).orElseThrow();
    assertThat(tested.forward(kernel)).isCloseTo(tested.loss(), within(TOLERANCE));
    tested.assertGradients(kernel);
  }

  /** The loss is a sum of all real hidden states and of the last states, by random factors. */
  private static final class Case {
    private final RecurrentCell cell;
    private final int size;
    private final int columns;
    private final double[] gates;
    private final double[] first;
    private final double[] firstMemory;
    private final double[] factors;
    private final double[] weight;
    private final double[] bias;
    private final Padding padding = new Padding();
    private final Pass pass = new Pass();
    private final CellRows[] rows = new CellRows[2];

    Case(RecurrentCell cell, int size, Random random) {
      this.cell = cell;
      this.size = size;
      columns = size * (cell instanceof LstmCell ? 4 : cell instanceof GruCell ? 3 : 1);
      gates = random(random, BATCH * TIME * columns);
      first = random(random, BATCH * size);
      firstMemory = random(random, BATCH * size);
      factors = random(random, (TIME + 2) * BATCH * size);
      weight = random(random, size * columns);
      bias = random(random, columns);
      padding.masked(MASK, BATCH, TIME);
    }

    private static double[] random(Random random, int n) {
      return random.doubles(n, -1, 1).map(x -> (double) (float) x).toArray();
    }

    double loss() {
      NaiveCell naive = new NaiveCell(cell, parameters());
      double loss = 0;
      for (int b = 0; b < BATCH; b++) {
        NaiveCell.State state =
            new NaiveCell.State(part(first, b), part(firstMemory, b)); // The second, LSTM only.
        for (int t = 0; t < TIME; t++) {
          if (padding.real(b, t)) {
            int at = (b * TIME + t) * columns;
            state = naive.next(Arrays.copyOfRange(gates, at, at + columns), state);
            loss += product(state.hidden(), t, b);
          }
        }
        loss += product(state.hidden(), TIME, b);
        loss += state.memory() == null ? 0 : product(state.memory(), TIME + 1, b);
      }
      return loss;
    }

    private Map<String, INDArray> parameters() {
      Map<String, INDArray> parameters = new HashMap<>();
      parameters.put(RecurrentCell.INPUT_WEIGHT, Nd4j.eye(columns));
      parameters.put(
          RecurrentCell.RECURRENT_WEIGHT, Nd4j.createFromArray(weight).reshape(size, columns));
      parameters.put(RecurrentCell.BIAS, Nd4j.zeros(1, columns));
      if (cell.equals(new GruCell())) {
        parameters.put(GruCell.RECURRENT_BIAS, Nd4j.createFromArray(bias).reshape(1, columns));
      }
      return parameters;
    }

    private double[] part(double[] states, int b) {
      return Arrays.copyOfRange(states, b * size, (b + 1) * size);
    }

    private double product(double[] state, int t, int b) {
      double sum = 0;
      for (int i = 0; i < size; i++) {
        sum += state[i] * factors[(t * BATCH + b) * size + i];
      }
      return sum;
    }

    double forward(CellKernel kernel) {
      load(pass.parameter("weight"), weight);
      load(pass.parameter("bias"), bias);
      kernel.load(pass.parameter("weight"), pass.parameter("bias"));
      kernel.begin(padding, BATCH, TIME);
      copy(gates, 0, kernel.gates(), gates.length);
      double loss = 0;
      for (int part = 0; part < 2; part++) {
        CellRows states = kernel.newRows();
        rows[part] = states;
        states.begin(part * 2, 2 - part);
        copy(first, part * 2 * size, states.hidden(), states.count() * size);
        if (kernel.hasMemory()) {
          copy(firstMemory, part * 2 * size, states.memory(), states.count() * size);
        }
        for (int t = 0; t < TIME; t++) {
          kernel.step(states, t);
          loss += loss(states, states.hidden(), t, true);
        }
        loss += loss(states, states.hidden(), TIME, false);
        loss += kernel.hasMemory() ? loss(states, states.memory(), TIME + 1, false) : 0;
      }
      return loss;
    }

    private double loss(CellRows states, float[] values, int t, boolean real) {
      double loss = 0;
      for (int r = 0; r < states.count(); r++) {
        int b = states.first() + r;
        for (int i = 0; i < size && (!real || padding.real(b, t)); i++) {
          loss += values[r * size + i] * factors[(t * BATCH + b) * size + i];
        }
      }
      return loss;
    }

    void assertGradients(CellKernel kernel) {
      kernel.beginBackward();
      for (CellRows states : rows) {
        states.begin(states.first(), states.count());
        addFactors(states, states.hidden(), TIME, false);
        if (kernel.hasMemory()) {
          addFactors(states, states.memory(), TIME + 1, false);
        }
        for (int t = TIME - 1; t >= 0; t--) {
          addFactors(states, states.hidden(), t, true);
          kernel.stepBack(states, t);
        }
        int at = states.first() * size;
        assertGradient("h_0", first, at, states.hidden(), states.count() * size);
        if (kernel.hasMemory()) {
          assertGradient("c_0", firstMemory, at, states.memory(), states.count() * size);
        }
      }
      assertGradient("gates", gates, 0, kernel.gates(), gates.length);
      pass.parameter("weight").clearGradient();
      pass.parameter("bias").clearGradient();
      kernel.gradients();
      assertGradient("weight", weight, 0, pass.parameter("weight").gradient(), weight.length);
      assertGradient("bias", bias, 0, pass.parameter("bias").gradient(), bias.length);
    }

    private void addFactors(CellRows states, float[] gradient, int t, boolean real) {
      for (int r = 0; r < states.count(); r++) {
        int b = states.first() + r;
        for (int i = 0; i < size && (!real || padding.real(b, t)); i++) {
          gradient[r * size + i] += (float) factors[(t * BATCH + b) * size + i];
        }
      }
    }

    private void assertGradient(String what, double[] x, int at, float[] actual, int n) {
      int stride = 1 + n / CHECKED;
      for (int i = 0; i < n; i += stride) {
        double difference = centralDifference(x, at + i, this::loss);
        assertThat(actual[i]).as(what + " " + i).isCloseTo((float) difference, within(1e-4f));
      }
    }

    private static double centralDifference(double[] x, int at, DoubleSupplier loss) {
      double kept = x[at];
      x[at] = kept + STEP;
      double above = loss.getAsDouble();
      x[at] = kept - STEP;
      double below = loss.getAsDouble();
      x[at] = kept;
      return (above - below) / (2 * STEP);
    }

    private static void load(Pass.Parameter parameter, double... values) {
      parameter.resize(values.length);
      copy(values, 0, parameter.values(), values.length);
    }

    private static void copy(double[] from, int at, float[] to, int n) {
      for (int i = 0; i < n; i++) {
        to[i] = (float) from[at + i];
      }
    }
  }
}
