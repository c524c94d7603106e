package io.github.dl4jattention.layers.formula;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Dropper;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Dropout inside a formula: in training each number is dropped with a probability, and what is kept
 * is scaled up, so that the expectation stays (Srivastava et al. 2014, in its inverted form). At
 * inference nothing happens.
 *
 * <p>Which numbers are dropped comes from ND4J's generator of random numbers, which a network's
 * seed sets: two networks of the same seed drop the same.
 */
public final class Dropout {
  private Dropout() {}

  /**
   * Drops numbers.
   *
   * @param scope where
   * @param name a name of its own in the formula
   * @param x {@code [batch, shapeOfAnExample...]}
   * @param dropProbability 0 for none
   * @param shapeOfAnExample shape of x without the batch
   * @return x with some numbers dropped in training
   */
  public static SDVariable of(
      Scope scope, String name, SDVariable x, double dropProbability, long... shapeOfAnExample) {
    if (dropProbability == 0 || !scope.training()) {
      return x;
    }
    return x.mul(
        scope.draw(name, (type, shape) -> mask(dropProbability, type, shape), shapeOfAnExample));
  }

  /**
   * Refuses what is no probability of dropping.
   *
   * @param owner who has it, for the message
   * @param setter the builder's method
   * @param dropProbability the value
   * @throws IllegalStateException unless it is at least 0 and below 1
   */
  public static void require(String owner, String setter, double dropProbability) {
    if (!(dropProbability >= 0 && dropProbability < 1)) {
      throw new IllegalStateException(
          "%s: %s is the probability of dropping, at least 0 and below 1, got %s (0.1 drops a tenth;"
                  .formatted(owner, setter, dropProbability)
              + " DL4J's dropOut is the probability of keeping)");
    }
  }

  private static INDArray mask(double dropProbability, DataType type, long... shape) {
    Dropper dropper = new Dropper(dropProbability, Nd4j.getRandom().nextLong());
    float[] kept = Buffers.atLeast(new float[0], ArrayUtil.prodLong(shape));
    for (int i = 0; i < kept.length; i++) {
      kept[i] = dropper.factor(i) == 0 ? 0 : 1;
    }
    INDArray mask = Nd4j.createFromArray(kept).reshape('c', shape).castTo(type);
    return mask.muli(1 / (1 - dropProbability)); // In the network's precision.
  }
}
