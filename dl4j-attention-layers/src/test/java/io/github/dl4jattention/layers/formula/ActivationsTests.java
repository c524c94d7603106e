package io.github.dl4jattention.layers.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.layers.score.ConcatScore;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The activations are DL4J's own, and their gradients right. */
class ActivationsTests {
  /** On both sides of every corner of every activation, and on none. */
  private static final INDArray POINTS =
      Nd4j.createFromArray(
              -12.3, -6.1, -3.7, -2.6, -2.4, -1.1, -0.9, -0.4, -0.01, 0.01, 0.3, 0.6, 0.9, 1.1, 1.7,
              2.4, 2.6, 5.9, 6.1, 12.3)
          .reshape(1, 4, 5);

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      mode = Mode.EXCLUDE,
      names = {"RRELU", "SOFTMAX"})
  void valuesAreThoseOfDl4j(Activation activation) {
    INDArray expected = activation.getActivationFunction().getActivation(POINTS.dup(), false);
    assertClose(activation, value(activation, POINTS), expected, 1e-9);
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      mode = Mode.EXCLUDE,
      names = {"RRELU", "SOFTMAX"})
  void gradientsAreThoseOfFiniteDifferences(Activation activation) {
    double step = 1e-5;
    INDArray numeric =
        value(activation, POINTS.add(step)).sub(value(activation, POINTS.sub(step))).div(2 * step);
    SameDiff sameDiff = SameDiff.create();
    SDVariable x = sameDiff.var("x", POINTS.dup());
    Activations.of(activation, sameDiff, x).sum().rename("loss");
    sameDiff.setLossVariables("loss");
    INDArray analytic = sameDiff.calculateGradients(Map.of(), "x").get("x");
    assertClose(activation, analytic, numeric, 1e-7);
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"RRELU", "SOFTMAX"})
  void whatIsNoFunctionOfANumberIsRefused(Activation activation) {
    assertThatThrownBy(() -> new AdditiveScore(2).withActivation(activation))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("AdditiveScore: " + activation)
        .hasMessageContaining("use ");
    assertThatThrownBy(() -> new ConcatScore(2).withActivation(activation))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ConcatScore: " + activation);
  }

  private static INDArray value(Activation activation, INDArray at) {
    SameDiff sameDiff = SameDiff.create();
    SDVariable x = sameDiff.placeHolder("x", DataType.DOUBLE, -1, 4, 5);
    String name = Activations.of(activation, sameDiff, x.mul(1)).name();
    return sameDiff.output(Map.of("x", at), name).get(name);
  }

  private static void assertClose(
      Activation activation, INDArray actual, INDArray expected, double tolerance) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.isNaN().any()).isFalse();
    assertThat(actual.sub(expected).amaxNumber().doubleValue())
        .as("%s: %s for %s", activation, actual, expected)
        .isLessThan(tolerance);
  }
}
