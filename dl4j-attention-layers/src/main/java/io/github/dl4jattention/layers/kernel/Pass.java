package io.github.dl4jattention.layers.kernel;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What a kernel's pass reads and what it gives beside its output. Kept by the runtime from pass to
 * pass.
 */
public final class Pass {
  private final Map<String, Input> inputs = new LinkedHashMap<>();
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private Tensor attentionWeights;
  private int attentionHeads;
  private boolean training;
  private LongSupplier seeds = () -> 0;

  /** A pass, still without inputs and parameters. */
  public Pass() {}

  /** An input: its values, which of its steps are real, and its gradient. */
  public static final class Input {
    private final Tensor values = new Tensor();
    private final Tensor gradient = new Tensor();
    private final Padding padding = new Padding();

    private Input() {}

    /**
     * Its values, zero under the mask.
     *
     * @return {@code [batch, time, size]}
     */
    public Tensor values() {
      return values;
    }

    /**
     * Gradient of the loss by it: zeros when the backward pass begins.
     *
     * @return {@code [batch, time, size]}
     */
    public Tensor gradient() {
      return gradient;
    }

    /**
     * Which of its steps are real.
     *
     * @return what is padding
     */
    public Padding padding() {
      return padding;
    }
  }

  /** A parameter: its values and its gradient, row by row. */
  public static final class Parameter {
    private float[] values = new float[0];
    private float[] gradient = new float[0];
    private int size;

    /** One of size 0. Those of a pass are the pass's; a kernel may make others of them. */
    public Parameter() {}

    /**
     * Takes a size; what the values are then means nothing.
     *
     * @param size how many numbers
     */
    public void resize(long size) {
      values = Buffers.atLeast(values, size);
      this.size = (int) size;
    }

    /** Makes the gradient zero, before a backward pass. */
    public void clearGradient() {
      gradient = Buffers.zeros(gradient, size);
    }

    /**
     * Its values.
     *
     * @return row by row
     */
    public float[] values() {
      return values;
    }

    /**
     * Gradient of the loss by it: zeros when the backward pass begins.
     *
     * @return row by row
     */
    public float[] gradient() {
      return gradient;
    }

    /**
     * How many numbers it has.
     *
     * @return the number
     */
    public int size() {
      return size;
    }
  }

  /**
   * Begins anew.
   *
   * @param training whether the network trains
   * @param seeds what random numbers of this pass come from
   * @param attentionWeights takes the attention weights; null if nobody wants them
   */
  public void begin(boolean training, LongSupplier seeds, Tensor attentionWeights) {
    this.training = training;
    this.seeds = seeds;
    this.attentionWeights = attentionWeights;
  }

  /**
   * An input.
   *
   * @param name its name
   * @return the same object in every pass
   */
  public Input input(String name) {
    return inputs.computeIfAbsent(name, key -> new Input());
  }

  /**
   * A parameter.
   *
   * @param name its name
   * @return the same object in every pass
   */
  public Parameter parameter(String name) {
    return parameters.computeIfAbsent(name, key -> new Parameter());
  }

  /**
   * Whether the network trains.
   *
   * @return true if dropout acts
   */
  public boolean training() {
    return training;
  }

  /**
   * A seed for random numbers. To be asked for forward, once for each array that the formula draws,
   * in its order; a kernel keeps it for the backward pass.
   *
   * @return another at each call
   */
  public long nextSeed() {
    return seeds.getAsLong();
  }

  /**
   * Takes the attention weights, if anybody wants them.
   *
   * @param batch number of examples
   * @param heads number of heads
   * @param queries number of queries
   * @param keys number of keys
   * @return zeros, {@code [batch, heads * queries, keys]}; null if nobody wants them
   */
  public Tensor attentionWeights(int batch, int heads, int queries, int keys) {
    if (attentionWeights == null) {
      return null;
    }
    attentionHeads = heads;
    attentionWeights.reshape(batch, (long) heads * queries, keys);
    Arrays.fill(attentionWeights.values(), 0, attentionWeights.rows() * keys, 0);
    return attentionWeights;
  }

  /**
   * Number of heads that the attention weights are of.
   *
   * @return the number
   */
  public int attentionHeads() {
    return attentionHeads;
  }
}
