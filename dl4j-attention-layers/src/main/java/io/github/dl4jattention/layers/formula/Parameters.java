package io.github.dl4jattention.layers.formula;

import io.github.dl4jattention.layers.kernel.PartName;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A formula's declaration of its parameters: name, shape, whether it is a weight (regularised,
 * randomly initialised) or a bias (neither), and its fans or first value.
 *
 * <p>DL4J 1.0.0-M2.1 swaps fan-in and fan-out in three of its attention layers. Here each weight
 * says its own: for a matrix {@code [in, out]} they are its shape, for stacked gates those of one
 * gate.
 */
public final class Parameters {
  private final Map<String, Declaration> declarations = new LinkedHashMap<>();
  private String part = "";

  /** Nothing declared yet. */
  public Parameters() {}

  /**
   * One parameter.
   *
   * @param shape its shape
   * @param isWeight whether it is a weight, not a bias
   * @param fanIn for a weight: units it is fed by
   * @param fanOut for a weight: units it feeds
   * @param firstValue for a bias: its values in a new network, by index
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Declaration(
      long[] shape,
      boolean isWeight,
      double fanIn,
      double fanOut,
      LongToDoubleFunction firstValue) {}

  /**
   * Declares a weight matrix.
   *
   * @param name its name
   * @param in rows: units it is fed by
   * @param out columns: units it feeds
   * @return this
   */
  public Parameters weight(String name, long in, long out) {
    return weight(name, in, out, new long[] {in, out});
  }

  /**
   * Declares a weight whose fans are not its shape, such as the stacked matrices of several gates.
   *
   * @param name its name
   * @param fanIn units that each of its units is fed by
   * @param fanOut units that each of its inputs feeds
   * @param shape its shape
   * @return this
   */
  public Parameters weight(String name, long fanIn, long fanOut, long[] shape) {
    return declare(name, new Declaration(shape, true, fanIn, fanOut, i -> 0));
  }

  /**
   * Declares a bias, or a gain: not regularised as weights are, and of a fixed first value.
   *
   * @param name its name
   * @param firstValue its value in a new network
   * @param shape its shape, of rank two or more
   * @return this
   */
  public Parameters bias(String name, double firstValue, long... shape) {
    return bias(name, i -> firstValue, shape);
  }

  /**
   * Declares a bias whose values differ in a new network.
   *
   * @param name its name
   * @param firstValue its values in a new network, by index in 'c' order
   * @param shape its shape, of rank two or more
   * @return this
   */
  public Parameters bias(String name, LongToDoubleFunction firstValue, long... shape) {
    return declare(name, new Declaration(shape, false, 0, 0, firstValue));
  }

  private Parameters declare(String name, Declaration declaration) {
    String whole = PartName.of(part, name);
    if (declarations.put(whole, declaration) != null) {
      throw new IllegalStateException("parameter \"" + whole + "\" is declared twice");
    }
    return this;
  }

  /**
   * Declares the parameters of a part, whose names get the part's before them: for a formula that
   * has several parts of the same kind. {@link Scope#within} finds them.
   *
   * @param name the part's
   * @param declaration declares its parameters
   */
  public void within(String name, Runnable declaration) {
    String outer = part;
    part = PartName.of(outer, name);
    try {
      declaration.run();
    } finally {
      part = outer;
    }
  }

  /**
   * What was declared.
   *
   * @return the declarations by name, in order
   */
  public Map<String, Declaration> declarations() {
    return declarations;
  }

  /**
   * Number of values, once all sizes are known.
   *
   * @param owner whose parameters they are, for the message
   * @return the sum over the parameters
   * @throws IllegalStateException if a size was neither configured nor inferred
   */
  public long count(String owner) {
    long count = 0;
    for (Map.Entry<String, Declaration> entry : declarations.entrySet()) {
      long values = 1;
      for (long length : entry.getValue().shape()) {
        values *= length;
      }
      if (values < 1) {
        throw new IllegalStateException(
            "%s: the shape of parameter \"%s\", %s, has a size that is neither configured nor known"
                    .formatted(owner, entry.getKey(), Arrays.toString(entry.getValue().shape()))
                + " from the inputs: call setInputTypes(...) of the network's builder, or configure"
                + " the sizes");
      }
      count += values;
    }
    return count;
  }

  /**
   * Refuses initial values of what is no weight: they would be left aside without a word.
   *
   * @param owner whose parameters they are, for the message
   * @param special initialisation of single weights by name; may be null
   * @throws IllegalStateException if a name is not that of a weight
   */
  public void requireWeights(String owner, Map<String, IWeightInit> special) {
    List<String> weights =
        declarations.entrySet().stream()
            .filter(entry -> entry.getValue().isWeight())
            .map(Map.Entry::getKey)
            .toList();
    if (special != null && !weights.containsAll(special.keySet())) {
      throw new IllegalStateException(
          "%s: initial values can be given to the weights %s, but were given to %s"
              .formatted(owner, weights, special.keySet()));
    }
  }

  /**
   * Hands the declarations to DL4J.
   *
   * @param target DL4J's own list
   */
  public void addTo(SDLayerParams target) {
    declarations.forEach(
        (name, parameter) -> {
          if (parameter.isWeight()) {
            target.addWeightParam(name, parameter.shape());
          } else {
            target.addBiasParam(name, parameter.shape());
          }
        });
  }

  /**
   * Fills the arrays of a new network.
   *
   * @param arrays the network's parameters by name
   * @param general initialisation of the weights
   * @param special initialisation of single weights by name, instead of the general one; may be
   *     null
   */
  public void initialize(
      Map<String, INDArray> arrays, IWeightInit general, Map<String, IWeightInit> special) {
    declarations.forEach(
        (name, parameter) -> {
          INDArray array = arrays.get(name);
          if (parameter.isWeight()) {
            IWeightInit init = special == null ? null : special.get(name);
            (init == null ? general : init)
                .init(
                    parameter.fanIn(),
                    parameter.fanOut(),
                    parameter.shape(),
                    IWeightInit.DEFAULT_WEIGHT_INIT_ORDER,
                    array);
          } else {
            fill(array, parameter.firstValue());
          }
        });
  }

  private static void fill(INDArray array, LongToDoubleFunction values) {
    INDArray all = Nd4j.create(array.dataType(), array.shape());
    for (long i = 0; i < all.length(); i++) {
      all.putScalar(i, values.applyAsDouble(i));
    }
    array.assign(all);
  }
}
