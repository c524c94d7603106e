package io.github.dl4jattention.layers.align;

import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import java.io.Serializable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/**
 * Where local attention looks: a window of keys around a position p_t for each query.
 *
 * <p>Luong, Pham and Manning 2015, "Effective Approaches to Attention-based Neural Machine
 * Translation", section 3.2. Query t sees the keys s with {@code |s - p_t| <= D}; D is the {@code
 * halfWidth}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "@class")
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE,
    setterVisibility = JsonAutoDetect.Visibility.NONE)
public interface Window extends Serializable {
  /**
   * What a window gives for some queries.
   *
   * @param inside 1 = inside the window, 0 = outside; {@code [batch or 1, queries, keys]}
   * @param factor what the weights are multiplied by after they are normalised, {@code [batch,
   *     queries, keys]}; null for one
   */
  record Focus(SDVariable inside, SDVariable factor) {}

  /**
   * Declares the window's parameters.
   *
   * @param parameters takes them
   * @param querySize channels of a query
   */
  void declareParameters(Parameters parameters, long querySize);

  /**
   * Places the window.
   *
   * @param scope where
   * @param queries the queries
   * @param firstQuery index of the first of them in its sequence
   * @param keyTime number of keys, padding included
   * @param keyCounts number of real keys, {@code [batch, 1, 1]}
   * @return the window of each query
   */
  Focus focus(Scope scope, Steps queries, long firstQuery, long keyTime, SDVariable keyCounts);
}
