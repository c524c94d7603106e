package io.github.dl4jattention.layers.score;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The one softmax of this library, and its one rule for masks.
 *
 * <p>{@code weights[j] = mask[j] exp(e[j]) / sum_k mask[k] exp(e[k])} over the keys j, the last
 * axis. A masked key gets a weight of exactly zero; a row whose keys are all masked gets zeros
 * everywhere, never NaN, in every floating data type. Masks are {@code [batch, keyTime]}, 1 = real.
 *
 * <p>An instance prepares one batch's mask once, to be used at every step of a decoder.
 */
public final class MaskedSoftmax {
  private final SameDiff sameDiff;
  private final SDVariable mask;
  private final SDVariable penalty;

  /**
   * Prepares a mask.
   *
   * @param sameDiff the graph being defined
   * @param keyMask {@code [batch, keyTime]}, 1 = real, 0 = padding
   * @param energyRank rank of the energies to come: 2 for {@code [batch, keyTime]}, 3 for {@code
   *     [batch, queryTime, keyTime]}
   */
  public MaskedSoftmax(SameDiff sameDiff, SDVariable keyMask, int energyRank) {
    this.sameDiff = sameDiff;
    this.mask = energyRank == 2 ? keyMask : sameDiff.expandDims(keyMask, 1);
    // Zero for a real key, a large negative number for padding; zero all along a row without a
    // real key, whose weights the mask makes zero. ND4J's softmax gives NaN for a row of nothing
    // but large negative numbers (in double and half).
    SDVariable anyReal = mask.max(true, -1);
    this.penalty = mask.sub(1.0).mul(magnitude(keyMask.dataType())).mul(anyReal);
  }

  /**
   * Normalises energies.
   *
   * @param energies {@code [batch, keyTime]} or {@code [batch, queryTime, keyTime]}
   * @return weights of the same shape; each row sums to one, or to zero where all keys are masked
   */
  public SDVariable weights(SDVariable energies) {
    return sameDiff.nn.softmax(energies.add(penalty), -1).mul(mask);
  }

  /**
   * The same rule on arrays, outside a graph; used when a trained decoder is stepped.
   *
   * @param energies {@code [batch, keyTime]}
   * @param keyMask {@code [batch, keyTime]}, or null where every key is real
   * @return weights of the same shape
   */
  public static INDArray weights(INDArray energies, INDArray keyMask) {
    if (keyMask == null) {
      return Nd4j.nn().softmax(energies, -1);
    }
    INDArray anyReal = keyMask.max(true, 1);
    INDArray penalty =
        keyMask.sub(1.0).muli(magnitude(energies.dataType())).muliColumnVector(anyReal);
    return Nd4j.nn().softmax(energies.add(penalty), -1).muli(keyMask);
  }

  /** Large enough for exp to vanish, small enough for the data type to hold. */
  private static double magnitude(DataType type) {
    return type == DataType.FLOAT16 ? 3e4 : 1e9;
  }
}
