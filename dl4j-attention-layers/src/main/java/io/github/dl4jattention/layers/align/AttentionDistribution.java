package io.github.dl4jattention.layers.align;

import io.github.dl4jattention.layers.formula.Scope;
import java.io.Serializable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/**
 * How energies become attention weights: a distribution over the keys that each query may look at.
 *
 * <p>A new one is one class, with a constructor without arguments for DL4J's JSON, and {@code
 * equals} and {@code hashCode}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "@class")
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE,
    setterVisibility = JsonAutoDetect.Visibility.NONE)
public interface AttentionDistribution extends Serializable {
  /**
   * Defines the weights.
   *
   * @param scope where
   * @param energies {@code [batch, queries, keys]} or {@code [batch, heads, queries, keys]}
   * @param mask the keys that each query may look at
   * @param shapeOfAnExample shape of the energies without the batch: {@code queries, keys} or
   *     {@code heads, queries, keys}
   * @return weights of the same shape: at least zero, zero for forbidden keys, a sum of one over
   *     the keys of each query, or of zero for a query that may look at none
   */
  SDVariable weights(Scope scope, SDVariable energies, KeyMask mask, long... shapeOfAnExample);
}
