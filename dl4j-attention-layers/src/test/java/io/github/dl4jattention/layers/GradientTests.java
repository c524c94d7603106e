package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.layers.score.AdditiveScore;
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

  /** A check that cannot fail proves nothing: here of x squared, whose gradient is 2x. */
  @Test
  void theCheckRefusesAGradientThatIsDoubledOrWrongInOneElement() {
    INDArray x = TestGraphs.random(DataType.DOUBLE, 1, 5, 4);
    GradientCheck.checkArray("x", x, x.mul(2), () -> squares(x));
    INDArray wrongInOne = x.mul(2);
    wrongInOne.putScalar(7, wrongInOne.getDouble(7) + 1e-3);
    for (INDArray wrong : new INDArray[] {x.mul(4), wrongInOne}) {
      assertThatThrownBy(() -> GradientCheck.checkArray("x", x, wrong, () -> squares(x)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("analytic");
    }
  }

  private static double squares(INDArray x) {
    return x.mul(x).sumNumber().doubleValue();
  }
}
