package io.github.dl4jattention.layers.kernel;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a kernel's pass reads and what it gives beside its output. Kept by the runtime from pass to
 * pass.
 */
public final class Pass {
  private final Map<String, Input> inputs = new LinkedHashMap<>();

  /** Asked for by several workers at once: a part finds them in the whole when they first ask. */
  private final Map<String, Parameter> parameters = new ConcurrentHashMap<>();

  private final Map<String, Weights> attentionWeights = new LinkedHashMap<>();
  private boolean keeping;
  private final Map<String, Pass> parts = new LinkedHashMap<>();

  /** Null if this is the whole. */
  private final Pass whole;

  /** Which part this is of the whole. */
  private final String part;

  private boolean training;
  private LongSupplier seeds = () -> 0;
  private Supplier<float[]> advantages;

  /** A pass, still without inputs and parameters. */
  public Pass() {
    this(null, "");
  }

  private Pass(Pass whole, String part) {
    this.whole = whole;
    this.part = part;
  }

  /**
   * A part's pass, for the kernel of a part of a formula: its parameters are those of the whole
   * that have the part's name before theirs, its inputs are its own, see {@link #give}.
   *
   * @param name the part's, see {@link PartName}; empty for the whole's parameters as they are
   * @return the same object in every pass
   */
  public Pass part(String name) {
    return parts.computeIfAbsent(name, key -> new Pass(this, key));
  }

  /**
   * Gives a part an input.
   *
   * @param name its name in the part
   * @param input what it is
   */
  public void give(String name, Input input) {
    inputs.put(name, input);
  }

  /** An input: its values, which of its steps are real, and its gradient. */
  public static final class Input {
    private final Tensor values;
    private final Tensor gradient = new Tensor();
    private final Padding padding;

    private Input() {
      this(new Tensor(), new Padding());
    }

    /**
     * What one part of a formula gives and another takes.
     *
     * @param values its values
     * @param padding which of its steps are real
     */
    public Input(Tensor values, Padding padding) {
      this.values = values;
      this.padding = padding;
    }

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
   * @param keeping whether attention weights are kept
   */
  public void begin(boolean training, LongSupplier seeds, boolean keeping) {
    this.training = training;
    this.seeds = seeds;
    this.keeping = keeping;
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
    return parameters.computeIfAbsent(
        name, key -> whole == null ? new Parameter() : whole.parameter(PartName.of(part, key)));
  }

  /**
   * Whether the network trains.
   *
   * @return true if dropout acts
   */
  public boolean training() {
    return whole == null ? training : whole.training();
  }

  /**
   * A seed for random numbers. To be asked for forward, once for each array that the formula draws,
   * in its order; a kernel keeps it for the backward pass.
   *
   * @return another at each call
   */
  public long nextSeed() {
    return whole == null ? seeds.getAsLong() : whole.nextSeed();
  }

  /**
   * Begins the way back.
   *
   * @param advantages what each example's outcome was better than usual by, found when it is asked
   *     for
   */
  public void beginBackward(Supplier<float[]> advantages) {
    this.advantages = advantages;
  }

  /**
   * What each example's outcome was better than usual by, for a kernel that samples. To be asked
   * for once, on the way back.
   *
   * @return {@code [batch]}: rewards less a baseline
   */
  public float[] advantages() {
    return whole == null ? advantages.get() : whole.advantages();
  }

  /**
   * Takes the attention weights of this pass, or of this part of one, if anybody wants them.
   *
   * @param batch number of examples
   * @param heads number of heads
   * @param queries number of queries
   * @param keys number of keys
   * @return zeros, {@code [batch, heads * queries, keys]}; null if nobody wants them
   */
  public Tensor attentionWeights(int batch, int heads, int queries, int keys) {
    return attentionWeights("", batch, heads, queries, keys);
  }

  private Tensor attentionWeights(String of, int batch, int heads, int queries, int keys) {
    if (whole != null) {
      return whole.attentionWeights(PartName.of(part, of), batch, heads, queries, keys);
    }
    if (!keeping) {
      return null;
    }
    Weights before = attentionWeights.remove(of); // Those that are taken last stand last.
    Tensor values = before == null ? new Tensor() : before.values();
    attentionWeights.put(of, new Weights(values, heads));
    values.reshape(batch, (long) heads * queries, keys);
    Arrays.fill(values.values(), 0, values.rows() * keys, 0);
    return values;
  }

  /**
   * Attention weights that are kept.
   *
   * @param values {@code [batch, heads * queries, keys]}
   * @param heads number of heads
   */
  public record Weights(Tensor values, int heads) {}

  /**
   * The attention weights of a pass that kept them.
   *
   * @return by the part that took them, the last at last; the whole's by the empty name
   */
  public Map<String, Weights> keptWeights() {
    return attentionWeights;
  }
}
