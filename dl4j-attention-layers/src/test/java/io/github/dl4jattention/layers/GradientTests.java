package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.layers.score.AdditiveScore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gradients through graphs of unlike vertices, and the check of gradients itself. */
class GradientTests {
  @Test
  void attentionBelowADecoder() {
    Attention first = Attention.builder().setScore(new AdditiveScore(3)).build();
    BahdanauDecoder second =
        BahdanauDecoder.builder().optInputSize(3).optAnnotationSize(3).setStateSize(2).build();
    GradientCheck.check(TestGraphs.trained(first, second, 2), TestGraphs.data(true));
  }

  @Test
  void twoDecodersInARow() {
    BahdanauDecoder first =
        BahdanauDecoder.builder().optInputSize(2).optAnnotationSize(3).setStateSize(3).build();
    BahdanauDecoder second =
        BahdanauDecoder.builder().optInputSize(3).optAnnotationSize(3).setStateSize(2).build();
    GradientCheck.check(TestGraphs.trained(first, second, 2), TestGraphs.data(true));
  }

  /**
   * A check that cannot fail proves nothing: here of the sum of all squares, whose gradient is
   * twice each array.
   */
  @Test
  void theCheckRefusesGradientsThatAreDoubledSwappedOrWrongInOneElement() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    Map<String, INDArray> right = new LinkedHashMap<>();
    for (String name : List.of("x", "y", "z")) {
      arrays.put(name, TestGraphs.random(DataType.DOUBLE, name.hashCode(), 5, 4));
      right.put(name, arrays.get(name).mul(2));
    }
    DoubleSupplier value = () -> arrays.values().stream().mapToDouble(GradientTests::squares).sum();
    GradientCheck.checkArrays(arrays, right, value);
    for (String name : arrays.keySet()) {
      INDArray wrongInOne = right.get(name).dup();
      wrongInOne.putScalar(7, wrongInOne.getDouble(7) + 1e-5);
      for (INDArray wrong : new INDArray[] {right.get(name).mul(2), wrongInOne}) {
        assertRefused(arrays, with(right, name, wrong), value, "[" + name + "] along");
      }
    }
    Map<String, INDArray> swapped = with(with(right, "x", right.get("y")), "y", right.get("x"));
    assertRefused(arrays, swapped, value, "[x] along");
  }

  private static Map<String, INDArray> with(
      Map<String, INDArray> arrays, String name, INDArray array) {
    Map<String, INDArray> changed = new LinkedHashMap<>(arrays);
    changed.put(name, array);
    return changed;
  }

  private static void assertRefused(
      Map<String, INDArray> arrays,
      Map<String, INDArray> gradients,
      DoubleSupplier value,
      String culprit) {
    assertThatThrownBy(() -> GradientCheck.checkArrays(arrays, gradients, value))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(culprit);
  }

  private static double squares(INDArray x) {
    return x.mul(x).sumNumber().doubleValue();
  }
}
