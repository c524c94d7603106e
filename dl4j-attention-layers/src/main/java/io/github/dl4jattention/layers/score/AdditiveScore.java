package io.github.dl4jattention.layers.score;

import java.util.Map;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Additive attention's alignment model: {@code e_ij = v . tanh(s_i Wq + h_j Wk)}.
 *
 * <p>Bahdanau, Cho and Bengio 2014, "Neural Machine Translation by Jointly Learning to Align and
 * Translate", equation (6) and appendix A.1.2. The paper calls the query {@code s_(i-1)}, the key
 * (annotation) {@code h_j}, and the parameters {@code W_a = Wq^T}, {@code U_a = Wk^T}, {@code v_a =
 * v}.
 *
 * <p>Dimensions: {@code querySize} channels of a query, {@code keySize} channels of a key, {@code
 * attentionSize} units of the hidden layer. The keys' projection does not depend on the query, so a
 * decoder computes it once a sentence.
 */
public final class AdditiveScore {
  /** Parameter {@code Wq}: {@code [querySize, attentionSize]}. */
  public static final String QUERY_WEIGHT = "Wq";

  /** Parameter {@code Wk}: {@code [keySize, attentionSize]}. */
  public static final String KEY_WEIGHT = "Wk";

  /** Parameter {@code v}: {@code [attentionSize, 1]}. */
  public static final String ENERGY_WEIGHT = "v";

  private AdditiveScore() {}

  /**
   * Declares the three parameters, all of them weights.
   *
   * @param parameters takes them
   * @param querySize channels of a query
   * @param keySize channels of a key
   * @param attentionSize hidden units
   */
  public static void defineParameters(
      SDLayerParams parameters, long querySize, long keySize, long attentionSize) {
    parameters.addWeightParam(QUERY_WEIGHT, querySize, attentionSize);
    parameters.addWeightParam(KEY_WEIGHT, keySize, attentionSize);
    parameters.addWeightParam(ENERGY_WEIGHT, attentionSize, 1);
  }

  /**
   * Projects keys, once for all queries.
   *
   * @param keys {@code [batch, keyTime, keySize]}, time before size
   * @param keyTime number of keys
   * @param parameters the parameters by name
   * @return {@code [batch, keyTime, attentionSize]}
   */
  public static SDVariable projectKeys(
      SDVariable keys, long keyTime, Map<String, SDVariable> parameters) {
    return Projection.ofSteps(keys, keyTime, parameters.get(KEY_WEIGHT));
  }

  /**
   * Energies of every query with every key.
   *
   * @param sameDiff the graph being defined
   * @param queries {@code [batch, queryTime, querySize]}, time before size
   * @param queryTime number of queries
   * @param projectedKeys {@code [batch, keyTime, attentionSize]}, from {@link #projectKeys}
   * @param keyTime number of keys
   * @param parameters the parameters by name
   * @return {@code [batch, queryTime, keyTime]}
   */
  public static SDVariable energies(
      SameDiff sameDiff,
      SDVariable queries,
      long queryTime,
      SDVariable projectedKeys,
      long keyTime,
      Map<String, SDVariable> parameters) {
    SDVariable q = Projection.ofSteps(queries, queryTime, parameters.get(QUERY_WEIGHT));
    SDVariable hidden =
        sameDiff.math.tanh(
            sameDiff
                .expandDims(q, 2) // [batch, queryTime, 1, attentionSize]
                .add(sameDiff.expandDims(projectedKeys, 1))); // [.., 1, keyTime, attentionSize]
    return weighted(hidden, parameters).reshape(-1, queryTime, keyTime);
  }

  /**
   * Energies of one query an example: one step of a decoder.
   *
   * @param sameDiff the graph being defined
   * @param query {@code [batch, querySize]}
   * @param projectedKeys {@code [batch, keyTime, attentionSize]}, from {@link #projectKeys}
   * @param keyTime number of keys
   * @param parameters the parameters by name
   * @return {@code [batch, keyTime]}
   */
  public static SDVariable stepEnergies(
      SameDiff sameDiff,
      SDVariable query,
      SDVariable projectedKeys,
      long keyTime,
      Map<String, SDVariable> parameters) {
    SDVariable q = query.mmul(parameters.get(QUERY_WEIGHT)); // [batch, attentionSize]
    SDVariable hidden = sameDiff.math.tanh(projectedKeys.add(sameDiff.expandDims(q, 1)));
    return weighted(hidden, parameters).reshape(-1, keyTime);
  }

  /** The product with v as one matrix product; a broadcast one is tenfold slower backward. */
  private static SDVariable weighted(SDVariable hidden, Map<String, SDVariable> parameters) {
    SDVariable v = parameters.get(ENERGY_WEIGHT);
    return hidden.reshape(-1, v.getShape()[0]).mmul(v);
  }

  /**
   * The same step on arrays, outside a graph.
   *
   * @param query {@code [batch, querySize]}
   * @param projectedKeys {@code [batch, keyTime, attentionSize]}
   * @param parameters the parameters by name
   * @return {@code [batch, keyTime]}
   */
  public static INDArray stepEnergies(
      INDArray query, INDArray projectedKeys, Map<String, INDArray> parameters) {
    long batch = projectedKeys.size(0);
    long keyTime = projectedKeys.size(1);
    long attentionSize = projectedKeys.size(2);
    INDArray q = query.mmul(parameters.get(QUERY_WEIGHT)).reshape(batch, 1, attentionSize);
    return Transforms.tanh(projectedKeys.add(q), false)
        .reshape(batch * keyTime, attentionSize)
        .mmul(parameters.get(ENERGY_WEIGHT)) // [batch * keyTime, 1]
        .reshape(batch, keyTime);
  }
}
