package io.github.dl4jattention.layers.formula;

import io.github.dl4jattention.layers.kernel.PartName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.commons.lang3.ArrayUtils;
import org.nd4j.autodiff.samediff.SDIndex;
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
  /** The placeholder of {@link #advantage()}. */
  public static final String ADVANTAGE = "advantage";

  private final SameDiff sameDiff;
  private final DataType dataType;
  private final boolean training;
  private final Set<String> earlyPadding;
  private final Set<String> earlyPaddingMatters = new TreeSet<>();
  private final Optional<String> outputFollows;
  private final Map<String, long[]> inputShapes;
  private final Map<String, SDVariable> inputs = new LinkedHashMap<>();
  private final Map<String, SDVariable> masks = new LinkedHashMap<>();
  private final Map<String, SDVariable> parameters = new LinkedHashMap<>();
  private final Map<String, Draw> draws = new LinkedHashMap<>();
  private final List<SDVariable> losses = new ArrayList<>();
  private final Map<String, Integer> uses = new HashMap<>();
  private boolean trainingMatters;
  private SDVariable advantage;
  private final Map<String, SDVariable> attentionWeights = new LinkedHashMap<>();
  private String part = "";

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
   * @param conditions what the graph is for
   * @param inputShapes the inputs' shapes by name, in order
   * @param parameterShapes the parameters' shapes by name, in order
   */
  public Scope(
      SameDiff sameDiff,
      Conditions conditions,
      Map<String, long[]> inputShapes,
      Map<String, long[]> parameterShapes) {
    this.sameDiff = sameDiff;
    this.dataType = conditions.dataType();
    this.training = conditions.training();
    this.earlyPadding = conditions.earlyPadding();
    this.outputFollows = conditions.outputFollows();
    this.inputShapes = inputShapes;
    inputShapes.forEach(
        (name, shape) -> {
          inputs.put(name, sameDiff.placeHolder(name, dataType, ofAnyBatch(shape)));
          masks.put(name, sameDiff.placeHolder(maskName(name), dataType, -1, time(name)));
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
   * Number of an input's time steps.
   *
   * @param input the input's name
   * @return the number; 1 for vectors
   */
  public long time(String input) {
    long[] shape = inputShapes.get(input);
    return shape.length == 3 ? shape[2] : 1;
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
   * Which steps of the output are real: those of the input that it follows. A step that is padding
   * must not count in a term of {@link #addLoss}.
   *
   * @param from the first step
   * @param count number of steps
   * @return {@code [batch, count]}, 1 = real; nothing if the output follows no input
   */
  public Optional<SDVariable> outputMask(long from, long count) {
    return outputFollows.map(
        name -> {
          long[] shape = inputShapes.get(name);
          SDVariable mask = masks.get(name);
          return shape.length < 3 || shape[2] == count
              ? mask
              : mask.get(SDIndex.all(), SDIndex.interval(from, from + count));
        });
  }

  /**
   * A parameter.
   *
   * @param name its name; in a part that which it has there
   * @return the variable
   */
  public SDVariable parameter(String name) {
    return parameters.get(PartName.of(part, name));
  }

  /**
   * Defines a part of the formula: the names of its parameters and draws are the part's own. For a
   * formula that has several parts of the same kind; {@link Parameters#within} declares them.
   *
   * @param name the part's
   * @param definition defines it in this scope
   * @param <T> what it gives
   * @return what it gave
   */
  public <T> T within(String name, Supplier<T> definition) {
    String outer = part;
    part = PartName.of(outer, name);
    try {
      return definition.get();
    } finally {
      part = outer;
    }
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
   * A name that nothing has yet: the one wanted, with a number after it from its second use on. For
   * what one graph has several times, such as the noise of each of a decoder's steps.
   *
   * @param wanted such as {@code noise}
   * @return such as {@code noise}, {@code noise_1}, {@code noise_2}
   */
  public String unused(String wanted) {
    int before = uses.merge(wanted, 1, Integer::sum) - 1;
    return before == 0 ? wanted : wanted + "_" + before;
  }

  /**
   * An array drawn anew for every pass.
   *
   * @param name its name; asked for again, the array is the same, so that a term that several steps
   *     share is drawn once
   * @param filler makes it
   * @param shapeOfAnExample its shape without the batch
   * @return {@code [batch, shapeOfAnExample...]}
   */
  public SDVariable draw(String name, Filler filler, long... shapeOfAnExample) {
    String whole = PartName.of(part, name);
    if (draws.containsKey(whole)) {
      return sameDiff.getVariable(whole);
    }
    draws.put(whole, new Draw(filler, shapeOfAnExample));
    return sameDiff.placeHolder(whole, dataType, ArrayUtils.addFirst(shapeOfAnExample, -1));
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
   * Tells the attention weights, so that they can be kept.
   *
   * @param weights {@code [batch, queries, keys]} of one head
   */
  public void attentionWeights(SDVariable weights) {
    headWeights(sameDiff.expandDims(weights, 1));
  }

  /**
   * Tells the attention weights of several heads, so that they can be kept.
   *
   * @param weights {@code [batch, heads, queries, keys]}
   */
  public void headWeights(SDVariable weights) {
    attentionWeights.remove(part); // Those that are told last stand last.
    attentionWeights.put(part, weights);
  }

  /**
   * The attention weights that were told, {@code [batch, heads, queries, keys]}.
   *
   * @return by the part that told them, see {@link #within}, in that order; outside of parts by the
   *     empty name
   */
  public Map<String, SDVariable> attentionWeights() {
    return attentionWeights;
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
   * What each example's outcome was better than usual by: its reward less a baseline, for a term of
   * {@link #addLoss} that reinforces what was sampled. Known when the pass goes backward, and not
   * before: the output must not depend on it.
   *
   * @return {@code [batch]}
   */
  public SDVariable advantage() {
    if (advantage == null) {
      advantage = sameDiff.placeHolder(ADVANTAGE, dataType, -1);
    }
    return advantage;
  }

  /**
   * Whether the formula asked for {@link #advantage()}.
   *
   * @return true if each pass backward needs a reward
   */
  public boolean advantageMatters() {
    return advantage != null;
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
