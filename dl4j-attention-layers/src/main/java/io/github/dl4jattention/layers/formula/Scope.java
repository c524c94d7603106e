package io.github.dl4jattention.layers.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a {@link Formula} is defined in: the inputs of one set of time lengths, their masks, the
 * parameters, whether the network trains, and the SameDiff graph that takes the operations.
 *
 * <p>Whatever stands under an input's mask has been replaced by zeros before it gets here, so that
 * every value in a formula is finite if the real ones are.
 */
public final class Scope {
  /** The variable that holds the attention weights: {@code [batch, heads, queries, keys]}. */
  public static final String ATTENTION_WEIGHTS = "attentionWeights";

  private final SameDiff sameDiff;
  private final DataType dataType;
  private final boolean training;
  private final Set<String> earlyPadding;
  private final Set<String> earlyPaddingMatters = new TreeSet<>();
  private final Map<String, long[]> inputShapes;
  private final Map<String, SDVariable> inputs = new LinkedHashMap<>();
  private final Map<String, SDVariable> masks = new LinkedHashMap<>();
  private final Map<String, SDVariable> parameters = new LinkedHashMap<>();
  private final Map<String, Draw> draws = new LinkedHashMap<>();
  private final List<SDVariable> losses = new ArrayList<>();
  private boolean trainingMatters;

  /** Fills an array for one pass, such as a dropout mask. */
  @FunctionalInterface
  public interface Filler {
    /**
     * A new array.
     *
     * @param dataType the network's data type
     * @param shape its shape, batch first
     * @return the array
     */
    INDArray fill(DataType dataType, long... shape);
  }

  /**
   * An array that every pass draws anew, forward and backward seeing the same.
   *
   * @param filler makes it
   * @param shapeOfAnExample its shape without the batch
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Draw(Filler filler, long... shapeOfAnExample) {}

  /**
   * A scope with placeholders for the inputs and their masks, and variables for the parameters.
   *
   * @param sameDiff an empty graph
   * @param dataType the network's data type
   * @param training whether the network trains
   * @param earlyPadding names of the inputs with padding before a real step
   * @param inputShapes the inputs' shapes by name, in order
   * @param parameterShapes the parameters' shapes by name, in order
   */
  public Scope(
      SameDiff sameDiff,
      DataType dataType,
      boolean training,
      Set<String> earlyPadding,
      Map<String, long[]> inputShapes,
      Map<String, long[]> parameterShapes) {
    this.sameDiff = sameDiff;
    this.dataType = dataType;
    this.training = training;
    this.earlyPadding = earlyPadding;
    this.inputShapes = inputShapes;
    inputShapes.forEach(
        (name, shape) -> {
          inputs.put(name, sameDiff.placeHolder(name, dataType, ofAnyBatch(shape)));
          long time = shape.length == 3 ? shape[2] : 1;
          masks.put(name, sameDiff.placeHolder(maskName(name), dataType, -1, time));
        });
    parameterShapes.forEach(
        (name, shape) -> parameters.put(name, sameDiff.var(name, dataType, shape)));
  }

  /**
   * The placeholder of an input's mask.
   *
   * @param input the input's name
   * @return its name
   */
  public static String maskName(String input) {
    return input + "_mask";
  }

  /**
   * The graph being defined.
   *
   * @return the graph
   */
  public SameDiff sameDiff() {
    return sameDiff;
  }

  /**
   * The network's data type.
   *
   * @return a floating type
   */
  public DataType dataType() {
    return dataType;
  }

  /**
   * Whether the graph is for training. Asking makes the formula have two graphs, one for training
   * and one for inference.
   *
   * @return true in training
   */
  public boolean training() {
    trainingMatters = true;
    return training;
  }

  /**
   * Whether the formula asked for {@link #training()}.
   *
   * @return true if training and inference differ
   */
  public boolean trainingMatters() {
    return trainingMatters;
  }

  /**
   * Whether some example has a padded step before a real one. Asking makes the formula have two
   * graphs, one for batches with such padding and one for those without.
   *
   * @param input name of a sequence
   * @return false where padding stands at the end only, or nowhere
   */
  public boolean hasEarlyPadding(String input) {
    earlyPaddingMatters.add(input);
    return earlyPadding.contains(input);
  }

  /**
   * The inputs that the formula asked {@link #hasEarlyPadding} for.
   *
   * @return their names
   */
  public Set<String> earlyPaddingMatters() {
    return earlyPaddingMatters;
  }

  /**
   * An input as DL4J gives it.
   *
   * @param name its name
   * @return {@code [batch, size, time]} or {@code [batch, size]}
   */
  public SDVariable input(String name) {
    return inputs.get(name);
  }

  /**
   * An input sequence, time before size.
   *
   * @param name its name
   * @return the sequence
   */
  public Steps steps(String name) {
    long[] shape = inputShapes.get(name);
    if (shape.length != 3) {
      throw new IllegalArgumentException(
          "input \"%s\" must be a sequence [batch, size, time], got an array %s"
              .formatted(name, Arrays.toString(shape)));
    }
    return new Steps(inputs.get(name).permute(0, 2, 1), shape[2], shape[1]);
  }

  /**
   * Shape of an input.
   *
   * @param name its name
   * @return {@code [batch, size, time]} or {@code [batch, size]}; the batch is that of the first
   *     pass and means nothing
   */
  public long[] inputShape(String name) {
    return inputShapes.get(name);
  }

  /**
   * An input's mask; all ones where none was given.
   *
   * @param input the input's name
   * @return {@code [batch, time]}, 1 = real
   */
  public SDVariable mask(String input) {
    return masks.get(input);
  }

  /**
   * A parameter.
   *
   * @param name its name
   * @return the variable
   */
  public SDVariable parameter(String name) {
    return parameters.get(name);
  }

  /**
   * A number as a variable of the network's type.
   *
   * @param array the number or numbers
   * @return a constant
   */
  public SDVariable constant(INDArray array) {
    return sameDiff.constant(array.castTo(dataType));
  }

  /**
   * An array drawn anew for every pass.
   *
   * @param name its name
   * @param filler makes it
   * @param shapeOfAnExample its shape without the batch
   * @return {@code [batch, shapeOfAnExample...]}
   */
  public SDVariable draw(String name, Filler filler, long... shapeOfAnExample) {
    long[] shape = new long[shapeOfAnExample.length + 1];
    shape[0] = -1;
    System.arraycopy(shapeOfAnExample, 0, shape, 1, shapeOfAnExample.length);
    draws.put(name, new Draw(filler, shapeOfAnExample));
    return sameDiff.placeHolder(name, dataType, shape);
  }

  /**
   * The arrays to draw before each pass.
   *
   * @return by name
   */
  public Map<String, Draw> draws() {
    return draws;
  }

  /**
   * Names the attention weights, so that they can be kept.
   *
   * @param weights {@code [batch, queries, keys]} of one head
   */
  public void attentionWeights(SDVariable weights) {
    headWeights(sameDiff.expandDims(weights, 1));
  }

  /**
   * Names the attention weights of several heads, so that they can be kept.
   *
   * @param weights {@code [batch, heads, queries, keys]}
   */
  public void headWeights(SDVariable weights) {
    sameDiff.identity(ATTENTION_WEIGHTS, weights);
  }

  /**
   * Adds a term to what is minimised, beside what comes from above: for gradients that do not pass
   * through the output, such as REINFORCE's.
   *
   * @param loss a sum over the examples
   */
  public void addLoss(SDVariable loss) {
    losses.add(loss);
  }

  /**
   * The terms of {@link #addLoss}.
   *
   * @return scalars
   */
  public List<SDVariable> losses() {
    return losses;
  }

  private static long[] ofAnyBatch(long[] shape) {
    long[] result = shape.clone();
    result[0] = -1;
    return result;
  }
}
