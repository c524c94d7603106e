package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.align.Alignment;
import io.github.dl4jattention.layers.align.Softmax;
import io.github.dl4jattention.layers.formula.Parameters;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.score.AdditiveScore;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * An LSTM decoder that looks at the encoder before every step, through additive attention.
 *
 * <p>Bahdanau, Cho and Bengio 2014, "Neural Machine Translation by Jointly Learning to Align and
 * Translate", section 3.1, with an LSTM in the place of the paper's gated unit. At step t:
 *
 * <pre>
 *   e_tj     = v . tanh(h_(t-1) Wq + a_j Wk)        alignment model, equation (6)
 *   alpha_tj = softmax_j(e_tj), zero where a_j is padding
 *   c_t      = sum_j alpha_tj a_j                    context, equation (5)
 *   i f g o  = [y_t ; c_t] Wx + h_(t-1) Wh + b       four gates of stateSize each
 *   s_t      = sigmoid(f) s_(t-1) + sigmoid(i) tanh(g)
 *   h_t      = sigmoid(o) tanh(s_t)                  the output
 * </pre>
 *
 * <p>Inputs, in this order:
 *
 * <ol>
 *   <li>{@value #INPUTS} y: {@code [batch, inputSize, time]}; in training the embedded target, one
 *       step late (teacher forcing);
 *   <li>{@value #ANNOTATIONS} a: {@code [batch, annotationSize, sourceTime]}, the encoder's output;
 *   <li>with {@link Builder#optInitialState}: {@value #INITIAL_HIDDEN} h_0 and {@value
 *       #INITIAL_CELL} s_0, {@code [batch, stateSize]} each; without, both are zero.
 * </ol>
 *
 * <p>Output: h, {@code [batch, stateSize, time]}. Masks are {@code [batch, time]} and {@code
 * [batch, sourceTime]}, 1 = real: padding of the source gets no weight, a source that is all
 * padding gives a context of zeros, padded steps of y come out zero. The output's mask is that of
 * y.
 *
 * <pre>{@code
 * graph.addVertex("decoder",
 *     BahdanauDecoder.builder()
 *         .setInputSize(32).setAnnotationSize(128).setStateSize(64).build(),
 *     "targetEmbedding", "encoder");
 * }</pre>
 *
 * <p>The attention weights, {@code [batch, 1, time, sourceTime]}, are kept on request: see {@link
 * io.github.dl4jattention.layers.runtime.AttentionWeights}. To decode step by step, see {@link
 * io.github.dl4jattention.layers.decode.BahdanauStepper}.
 */
public class BahdanauDecoder extends AttentionVertex {
  /** Input weights {@code [inputSize + annotationSize, 4 stateSize]}: rows of y, then of c. */
  public static final String INPUT_WEIGHT = "Wx";

  /** Recurrent weights {@code [stateSize, 4 stateSize]}. */
  public static final String RECURRENT_WEIGHT = "Wh";

  /** Bias {@code [1, 4 stateSize]}, gates in the order input, forget, cell, output. */
  public static final String BIAS = "b";

  /** First input: what the decoder reads, {@code [batch, inputSize, time]}. */
  public static final String INPUTS = "inputs";

  /** Second input: the encoder's annotations, {@code [batch, annotationSize, sourceTime]}. */
  public static final String ANNOTATIONS = "annotations";

  /** Third input, with an initial state: {@code [batch, stateSize]}. */
  public static final String INITIAL_HIDDEN = "initialHidden";

  /** Fourth input, with an initial state: {@code [batch, stateSize]}. */
  public static final String INITIAL_CELL = "initialCell";

  /** Channels of y. */
  private long inputSize;

  /** Channels of an annotation. */
  private long annotationSize;

  /** Units of the LSTM. */
  private long stateSize;

  /** Hidden units of the alignment model. */
  private long attentionSize;

  /** Whether h_0 and s_0 are inputs. */
  private boolean initialState;

  /** Initial value of the forget gate's bias. */
  private double forgetGateBias;

  /** For DL4J's JSON; use {@link #builder()}. */
  public BahdanauDecoder() {}

  private BahdanauDecoder(Builder builder) {
    super(builder);
    inputSize = builder.inputSize;
    annotationSize = builder.annotationSize;
    stateSize = builder.stateSize;
    attentionSize = builder.attentionSize == 0 ? builder.stateSize : builder.attentionSize;
    initialState = builder.initialState;
    forgetGateBias = builder.forgetGateBias;
    initializeConstraints(builder);
  }

  /**
   * Starts a configuration.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public List<String> inputNames() {
    return initialState
        ? List.of(INPUTS, ANNOTATIONS, INITIAL_HIDDEN, INITIAL_CELL)
        : List.of(INPUTS, ANNOTATIONS);
  }

  @Override
  public void declareParameters(Parameters parameters) {
    alignment().declareParameters(parameters, stateSize, annotationSize);
    parameters
        .weight(
            INPUT_WEIGHT,
            inputSize + annotationSize,
            stateSize,
            new long[] {inputSize + annotationSize, 4 * stateSize})
        .weight(RECURRENT_WEIGHT, stateSize, stateSize, new long[] {stateSize, 4 * stateSize})
        .bias(
            BIAS,
            i -> i / stateSize == 1 ? forgetGateBias : 0, // gates i, f, g, o
            new long[] {1, 4 * stateSize});
  }

  Alignment alignment() {
    return new Alignment(new AdditiveScore(attentionSize), null, new Softmax(), 0, false);
  }

  @Override
  protected InputType inferSizes(InputType... inputs) {
    inputSize = Inputs.sequence(describe(), INPUTS, inputs[0], inputSize, "setInputSize");
    annotationSize =
        Inputs.sequence(describe(), ANNOTATIONS, inputs[1], annotationSize, "setAnnotationSize");
    for (int i = 2; i < inputs.length; i++) {
      Inputs.vectors(describe(), "initial states", inputs[i], stateSize, "setStateSize");
    }
    return Inputs.likeSequence(inputs[0], stateSize);
  }

  @Override
  public SDVariable define(Scope scope) {
    return new UnrolledBahdanauDecoder(this, scope).define();
  }

  /**
   * Channels of y.
   *
   * @return the size
   */
  public long getInputSize() {
    return inputSize;
  }

  /**
   * For DL4J's JSON.
   *
   * @param inputSize channels of y
   */
  public void setInputSize(long inputSize) {
    this.inputSize = inputSize;
  }

  /**
   * Channels of an annotation.
   *
   * @return the size
   */
  public long getAnnotationSize() {
    return annotationSize;
  }

  /**
   * For DL4J's JSON.
   *
   * @param annotationSize channels of an annotation
   */
  public void setAnnotationSize(long annotationSize) {
    this.annotationSize = annotationSize;
  }

  /**
   * Units of the LSTM.
   *
   * @return the size
   */
  public long getStateSize() {
    return stateSize;
  }

  /**
   * For DL4J's JSON.
   *
   * @param stateSize units of the LSTM
   */
  public void setStateSize(long stateSize) {
    this.stateSize = stateSize;
  }

  /**
   * Hidden units of the alignment model.
   *
   * @return the size
   */
  public long getAttentionSize() {
    return attentionSize;
  }

  /**
   * For DL4J's JSON.
   *
   * @param attentionSize hidden units of the alignment model
   */
  public void setAttentionSize(long attentionSize) {
    this.attentionSize = attentionSize;
  }

  /**
   * Whether h_0 and s_0 are inputs.
   *
   * @return true if they are
   */
  public boolean isInitialState() {
    return initialState;
  }

  /**
   * For DL4J's JSON.
   *
   * @param initialState whether h_0 and s_0 are inputs
   */
  public void setInitialState(boolean initialState) {
    this.initialState = initialState;
  }

  /**
   * Initial value of the forget gate's bias.
   *
   * @return the value
   */
  public double getForgetGateBias() {
    return forgetGateBias;
  }

  /**
   * For DL4J's JSON.
   *
   * @param forgetGateBias initial value of the forget gate's bias
   */
  public void setForgetGateBias(double forgetGateBias) {
    this.forgetGateBias = forgetGateBias;
  }

  /** Builds a {@link BahdanauDecoder}: {@code setX} is required, {@code optX} is not. */
  public static final class Builder extends VertexBuilder<Builder> {
    private long inputSize;
    private long annotationSize;
    private long stateSize;
    private long attentionSize;
    private boolean initialState;
    private double forgetGateBias = 1.0;

    private Builder() {}

    /**
     * Required: channels of y.
     *
     * @param size at least 1
     * @return this
     */
    public Builder setInputSize(long size) {
      inputSize = size;
      return this;
    }

    /**
     * Required: channels of an annotation; for a bidirectional encoder that concatenates, twice its
     * units.
     *
     * @param size at least 1
     * @return this
     */
    public Builder setAnnotationSize(long size) {
      annotationSize = size;
      return this;
    }

    /**
     * Required: units of the LSTM, which is the size of the output.
     *
     * @param size at least 1
     * @return this
     */
    public Builder setStateSize(long size) {
      stateSize = size;
      return this;
    }

    /**
     * Hidden units of the alignment model; the state's size by default.
     *
     * @param size at least 1
     * @return this
     */
    public Builder optAttentionSize(long size) {
      attentionSize = size;
      return this;
    }

    /**
     * Whether h_0 and s_0 are given as third and fourth inputs; zeros by default.
     *
     * @param given true to give them
     * @return this
     */
    public Builder optInitialState(boolean given) {
      initialState = given;
      return this;
    }

    /**
     * Initial value of the forget gate's bias; 1 by default, so that a new decoder remembers.
     *
     * @param bias the value
     * @return this
     */
    public Builder optForgetGateBias(double bias) {
      forgetGateBias = bias;
      return this;
    }

    @Override
    public Builder self() {
      return this;
    }

    /**
     * The vertex.
     *
     * @return a new configuration
     * @throws IllegalStateException if a required size is missing or a size is below 1
     */
    public BahdanauDecoder build() {
      Sizes.atLeastOne("BahdanauDecoder", "setInputSize", inputSize);
      Sizes.atLeastOne("BahdanauDecoder", "setAnnotationSize", annotationSize);
      Sizes.atLeastOne("BahdanauDecoder", "setStateSize", stateSize);
      if (attentionSize != 0) {
        Sizes.atLeastOne("BahdanauDecoder", "optAttentionSize", attentionSize);
      }
      return new BahdanauDecoder(this);
    }
  }
}
