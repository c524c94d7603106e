package io.github.dl4jattention.layers.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.layers.formula.Conditions;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Each cell against its equations in plain loops. */
class RecurrentCellTests {
  private static final int BATCH = 2;
  private static final int TIME = 3;
  private static final int IN = 3;
  private static final int SIZE = 4;

  static Stream<Arguments> cellsAndFedSizes() {
    return Stream.of(new LstmCell(), new GruCell(), new GruCell().resetBefore(), new RnnCell())
        .flatMap(cell -> Stream.of(Arguments.of(cell, 0), Arguments.of(cell, 2)));
  }

  @ParameterizedTest
  @MethodSource("cellsAndFedSizes")
  void aCellIsWhatItsEquationsSay(RecurrentCell cell, int fedSize) {
    Map<String, INDArray> parameters = parameters(cell, fedSize);
    INDArray inputs = Nd4j.randn(DataType.DOUBLE, BATCH, IN, TIME);
    INDArray fed = Nd4j.randn(DataType.DOUBLE, BATCH, TIME, Math.max(1, fedSize));

    INDArray[] actual = run(cell, parameters, inputs, fedSize == 0 ? null : fed);

    NaiveCell naive = new NaiveCell(cell, parameters);
    for (int row = 0; row < BATCH; row++) {
      NaiveCell.State state = new NaiveCell.State(new double[SIZE], new double[SIZE]);
      for (int t = 0; t < TIME; t++) {
        double[] x = new double[IN + fedSize];
        for (int i = 0; i < x.length; i++) {
          x[i] = i < IN ? inputs.getDouble(row, i, t) : fed.getDouble(row, t, i - IN);
        }
        state = naive.next(x, state);
        for (int k = 0; k < SIZE; k++) {
          assertThat(actual[t].getDouble(row, k)).isCloseTo(state.hidden()[k], within(1e-12));
        }
      }
    }
  }

  @Test
  void activationsCanBeChosen() {
    RecurrentCell[] linear = {
      new LstmCell().withActivation(Activation.IDENTITY).withGateActivation(Activation.IDENTITY),
      new RnnCell().withActivation(Activation.IDENTITY)
    };
    INDArray inputs = Nd4j.ones(DataType.DOUBLE, 1, 1, 1);
    for (RecurrentCell cell : linear) {
      Map<String, INDArray> parameters = new LinkedHashMap<>();
      declared(cell, 1, 0, 1)
          .declarations()
          .forEach(
              (name, parameter) ->
                  parameters.put(name, Nd4j.valueArrayOf(parameter.shape(), 2.0, DataType.DOUBLE)));
      double sum = 1 * 2 + 2; // x Wx + b
      double expected = cell instanceof LstmCell ? sum * sum * sum : sum;
      assertThat(run(cell, parameters, inputs, null)[0].getDouble(0)).isEqualTo(expected);
    }
  }

  @Test
  void fansAreThoseOfOneGate() {
    declared(new GruCell(), IN, 2, SIZE)
        .declarations()
        .forEach(
            (name, parameter) -> {
              if (parameter.isWeight()) {
                assertThat(parameter.fanOut()).isEqualTo(SIZE);
                assertThat(parameter.fanIn()).isEqualTo((double) parameter.shape()[0]);
              }
            });
  }

  @Test
  void cellsAreEqualByTheirSettings() {
    assertThat(new GruCell().resetBefore())
        .isEqualTo(new GruCell().resetBefore())
        .hasSameHashCodeAs(new GruCell().resetBefore())
        .isNotEqualTo(new GruCell());
    assertThat(new LstmCell().withForgetGateBias(0)).isNotEqualTo(new LstmCell());
    assertThat(new RnnCell().withActivation(Activation.RELU)).isNotEqualTo(new RnnCell());
  }

  private static Parameters declared(RecurrentCell cell, long in, long fed, long size) {
    Parameters parameters = new Parameters();
    cell.declareParameters(parameters, in, fed, size);
    return parameters;
  }

  private static Map<String, INDArray> parameters(RecurrentCell cell, int fedSize) {
    Nd4j.getRandom().setSeed(5);
    Map<String, INDArray> parameters = new LinkedHashMap<>();
    declared(cell, IN, fedSize, SIZE)
        .declarations()
        .forEach(
            (name, parameter) ->
                parameters.put(name, Nd4j.randn(DataType.DOUBLE, parameter.shape())));
    return parameters;
  }

  /** The hidden states from zeros, {@code [batch, size]} a step. */
  private static INDArray[] run(
      RecurrentCell cell, Map<String, INDArray> parameters, INDArray inputs, INDArray fed) {
    SameDiff sameDiff = SameDiff.create();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    parameters.forEach((name, array) -> shapes.put(name, array.shape()));
    Scope scope =
        new Scope(
            sameDiff,
            Conditions.plain(DataType.DOUBLE, false),
            Map.of("x", inputs.shape()),
            shapes);
    parameters.forEach(
        (name, array) -> sameDiff.associateArrayWithVariable(array, sameDiff.getVariable(name)));
    long size = parameters.get(RecurrentCell.RECURRENT_WEIGHT).size(0);
    long fedSize = fed == null ? 0 : fed.size(2);
    CellSteps steps = cell.steps(scope, scope.steps("x"), fedSize, size);
    SDVariable zeros = sameDiff.constant(Nd4j.zeros(DataType.DOUBLE, inputs.size(0), size));
    CellState state = new CellState(zeros, cell.hasMemory() ? zeros : null);
    String[] names = new String[(int) inputs.size(2)];
    for (int t = 0; t < names.length; t++) {
      SDVariable ofStep =
          fed == null ? null : sameDiff.constant(fed.tensorAlongDimension(t, 0, 2).dup());
      state = steps.next(t, ofStep, state);
      names[t] = state.hidden().name();
    }
    Map<String, INDArray> results = sameDiff.output(Map.of("x", inputs), names);
    return Stream.of(names).map(results::get).toArray(INDArray[]::new);
  }
}
