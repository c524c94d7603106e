package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.TestGraphs.configuration;
import static io.github.dl4jattention.layers.TestGraphs.graph;
import static io.github.dl4jattention.layers.TestGraphs.initializeWithoutTypes;
import static io.github.dl4jattention.layers.TestGraphs.network;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.layers.align.MonotonicWindow;
import io.github.dl4jattention.layers.align.PredictiveWindow;
import io.github.dl4jattention.layers.position.AlibiPosition;
import io.github.dl4jattention.layers.position.RotaryPosition;
import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.layers.score.ConcatScore;
import io.github.dl4jattention.layers.score.DotScore;
import io.github.dl4jattention.layers.score.GeneralScore;
import io.github.dl4jattention.layers.score.LocationScore;
import io.github.dl4jattention.layers.score.ScaledDotScore;
import io.github.dl4jattention.layers.score.Score;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.weights.WeightInitConstant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a user reads after a slip: what is wrong, and the mend; before the first batch where that
 * can be known.
 */
class ConfigurationErrorTests {
  private static final InputType SEQUENCE = InputType.recurrent(3);

  /**
   * A slip.
   *
   * @param name for reports
   * @param action what must be refused
   * @param message all of the message
   */
  private record Slip(String name, ThrowingCallable action, String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Slip> slips() {
    return Stream.of(settings(), inputs(), sizes(), lengths()).flatMap(slips -> slips);
  }

  @ParameterizedTest
  @MethodSource("slips")
  void theMessageSaysTheMend(Slip slip) {
    assertThatThrownBy(slip.action())
        .isInstanceOfAny(
            IllegalStateException.class,
            IllegalArgumentException.class,
            InvalidInputTypeException.class)
        .hasMessage(slip.message());
  }

  /** Wrong as such: the builder refuses them. */
  private static Stream<Slip> settings() {
    return Stream.of(
        new Slip(
            "no score, vertex",
            () -> Attention.builder().build(),
            "Attention: setScore is required, for example setScore(new ScaledDotScore())"),
        new Slip(
            "no score, layer",
            () -> AttentionPooling.builder().build(),
            "AttentionPooling: setScore is required, for example setScore(new ScaledDotScore())"),
        new Slip(
            "no size of the additive score",
            () -> AdditiveAttention.builder().build(),
            "AdditiveAttention: setAttentionSize needs a size of at least 1, got 0"),
        new Slip(
            "no size of a state",
            () -> BahdanauDecoder.builder().optInputSize(3).build(),
            "BahdanauDecoder: setStateSize needs a size of at least 1, got 0"),
        new Slip(
            "no maximal length",
            () -> LearnedPosition.builder().build(),
            "LearnedPosition: setMaxLength needs a size of at least 1, got 0"),
        new Slip(
            "no width",
            () -> TemporalConvolution.builder().build(),
            "TemporalConvolution: setWidth needs a size of at least 1, got 0"),
        new Slip(
            "negative size of a query",
            () -> AdditiveAttention.builder().optQuerySize(-1),
            "AdditiveAttention: optQuerySize needs a size of at least 1, got -1"),
        new Slip(
            "size 0 of a key",
            () -> Attention.builder().optKeySize(0),
            "Attention: optKeySize needs a size of at least 1, got 0"),
        new Slip(
            "no queries",
            () -> AttentionPooling.builder().optQueries(0),
            "AttentionPooling: optQueries needs a size of at least 1, got 0"),
        new Slip(
            "nIn 0",
            () -> SelfAttention.builder().nIn(0),
            "SelfAttention: nIn needs a size of at least 1, got 0"),
        new Slip(
            "no places",
            () -> new LocationScore(0),
            "LocationScore: maxLength, the most keys there may be, must be at least 1, got 0"),
        new Slip(
            "empty monotonic window",
            () -> new MonotonicWindow(0),
            "MonotonicWindow: halfWidth is D, the keys on either side, at least 1, got 0"),
        new Slip(
            "empty predictive window",
            () -> new PredictiveWindow(0),
            "PredictiveWindow: halfWidth is D, above 0, and predictionSize at least 0; got 0.0 and"
                + " 0"),
        new Slip(
            "positions of learned queries",
            () -> MultiHeadAttentionPooling.builder().optPosition(new RotaryPosition()),
            "MultiHeadAttentionPooling: its queries have no place in the sequence, so there is no"
                + " distance to them; leave optPosition out, or put SinusoidalPosition or"
                + " LearnedPosition before the layer"),
        new Slip(
            "distances to learned queries",
            () -> MultiHeadAttentionPooling.builder().optAttentionBias(new AlibiPosition()),
            "MultiHeadAttentionPooling: its queries have no place in the sequence, so there is no"
                + " distance to them; leave optAttentionBias out, or put SinusoidalPosition or"
                + " LearnedPosition before the layer"),
        new Slip(
            "causal pooling",
            () -> AttentionPooling.builder().optCausal(true),
            "AttentionPooling: its queries have no place in the sequence, so none of its steps comes"
                + " after them; leave optCausal out"),
        new Slip(
            "pooling in a window that goes along",
            () -> AttentionPooling.builder().optWindow(new MonotonicWindow(2)),
            "AttentionPooling: its queries have no place in the sequence, so a MonotonicWindow has"
                + " nowhere to stand. Perhaps you need a PredictiveWindow, or no optWindow?"),
        new Slip(
            "causal LSTMN",
            () -> IntraAttention.builder().optCausal(true),
            "IntraAttention: a step looks at what comes before it alone, in any case; leave"
                + " optCausal out"),
        new Slip(
            "initial values of what is no weight, vertex",
            () ->
                Attention.builder()
                    .setScore(new GeneralScore())
                    .optWeightInit("V", new WeightInitConstant(1))
                    .build(),
            "Attention: initial values can be given to the weights [W], but were given to [V]"),
        new Slip(
            "initial values of what is no weight, layer",
            () ->
                LearnedPosition.builder()
                    .setMaxLength(3)
                    .weightInit("gain", new WeightInitConstant(1))
                    .build(),
            "LearnedPosition: initial values can be given to the weights [positions], but were"
                + " given to [gain]"));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, -0.1, Double.NaN})
  void aDropoutThatIsNoProbabilityIsRefused(double probability) {
    String message =
        "is the probability of dropping, at least 0 and below 1, got "
            + probability
            + " (0.1 drops a tenth; DL4J's dropOut is the probability of keeping)";
    DotScore score = new DotScore();
    Map<String, ThrowingCallable> uses =
        Map.of(
            "Attention: optAttentionDropout",
            () -> Attention.builder().setScore(score).optAttentionDropout(probability).build(),
            "SelfAttention: optAttentionDropout",
            () -> SelfAttention.builder().setScore(score).optAttentionDropout(probability).build(),
            "SinusoidalPosition: optDropout",
            () -> SinusoidalPosition.builder().optDropout(probability).build(),
            "LearnedPosition: optDropout",
            () -> LearnedPosition.builder().setMaxLength(3).optDropout(probability).build(),
            "TemporalConvolution: optDropout",
            () -> TemporalConvolution.builder().setWidth(3).optDropout(probability).build());
    uses.forEach(
        (option, use) ->
            assertThatThrownBy(use)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(option + " " + message));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void aScoreWithoutHiddenUnitsIsRefused(long size) {
    for (ThrowingCallable score :
        new ThrowingCallable[] {() -> new AdditiveScore(size), () -> new ConcatScore(size)}) {
      assertThatThrownBy(score)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at least 1, got " + size);
    }
  }

  /** Inputs that are missing, too many, or in another layout. */
  private static Stream<Slip> inputs() {
    return Stream.of(
        new Slip(
            "one input of two, with input types",
            () -> configuration(attention(new GeneralScore()), SEQUENCE),
            "Attention needs 2 inputs [queries, keys], got 1"),
        new Slip(
            "three inputs instead of two",
            () -> configuration(attention(new GeneralScore()), SEQUENCE, SEQUENCE, SEQUENCE),
            "Attention needs 2 inputs [queries, keys], got 3"),
        new Slip(
            "values asked for, not given",
            () ->
                configuration(
                    Attention.builder().setScore(new DotScore()).optValues(true).build(),
                    SEQUENCE,
                    SEQUENCE),
            "Attention needs 3 inputs [queries, keys, values], got 2"),
        new Slip(
            "one input of two, without input types",
            () ->
                initializeWithoutTypes(
                    Attention.builder()
                        .setScore(new GeneralScore())
                        .optQuerySize(3)
                        .optKeySize(3)
                        .build(),
                    1),
            "Attention \"subject\" needs 2 inputs [queries, keys], got 1"),
        new Slip(
            "one input of two, without input types or parameters",
            () -> initializeWithoutTypes(attention(new DotScore()), 1),
            "Attention \"subject\" needs 2 inputs [queries, keys], got 1"),
        new Slip(
            "two inputs of three, decoder",
            () ->
                configuration(
                    BahdanauDecoder.builder()
                        .optInputSize(3)
                        .optAnnotationSize(3)
                        .setStateSize(2)
                        .optInitialState(true)
                        .build(),
                    SEQUENCE,
                    SEQUENCE),
            "BahdanauDecoder needs 4 inputs [inputs, annotations, initialHidden, initialCell],"
                + " got 2"),
        new Slip(
            "time before size, vertex",
            () ->
                configuration(
                    attention(new DotScore()), SEQUENCE, InputType.recurrent(3, RNNFormat.NWC)),
            "Attention: keys must be in the layout [batch, size, time], RNNFormat.NCW, got"
                + " RNNFormat.NWC. Give the layer below dataFormat(RNNFormat.NCW), or"
                + " setInputTypes InputType.recurrent(size)"),
        new Slip(
            "time before size, layer",
            () -> configuration(self(new DotScore()), InputType.recurrent(3, RNNFormat.NWC)),
            "SelfAttention \"subject\": its input must be in the layout [batch, size, time],"
                + " RNNFormat.NCW, got RNNFormat.NWC. Give the layer below"
                + " dataFormat(RNNFormat.NCW), or setInputTypes InputType.recurrent(size)"));
  }

  /** Sizes that do not fit each other, or are not known. */
  private static Stream<Slip> sizes() {
    String unknown =
        " has a size that is neither configured nor known from the inputs: call"
            + " setInputTypes(...) of the network's builder, or configure the sizes";
    String unequal =
        " multiplies queries of size 3 with keys of size 4: the sizes must be the same."
            + " GeneralScore has a matrix between them and takes any two sizes";
    return Stream.of(
        new Slip(
            "dot of unequal sizes",
            () -> configuration(attention(new DotScore()), SEQUENCE, InputType.recurrent(4)),
            "Attention: DotScore" + unequal),
        new Slip(
            "scaled dot of unequal sizes",
            () -> configuration(attention(new ScaledDotScore()), SEQUENCE, InputType.recurrent(4)),
            "Attention: ScaledDotScore" + unequal),
        new Slip(
            "dot of unequal configured sizes",
            () ->
                Attention.builder().setScore(new DotScore()).optQuerySize(3).optKeySize(4).build(),
            "Attention: DotScore" + unequal),
        new Slip(
            "dot of a learned query of another size",
            () ->
                configuration(
                    AttentionPooling.builder().setScore(new DotScore()).optQuerySize(3).build(),
                    InputType.recurrent(4)),
            "AttentionPooling \"subject\": DotScore" + unequal),
        new Slip(
            "another size than configured, vertex",
            () ->
                configuration(
                    Attention.builder().setScore(new GeneralScore()).optKeySize(5).build(),
                    SEQUENCE,
                    InputType.recurrent(8)),
            "Attention: the size of keys is 8, but optKeySize(5) was configured. Perhaps you need"
                + " optKeySize(8)?"),
        new Slip(
            "another size than configured, layer",
            () ->
                configuration(
                    SelfAttention.builder().setScore(new GeneralScore()).nIn(4).build(), SEQUENCE),
            "SelfAttention \"subject\": the size of its input is 3, but nIn(4) was configured."
                + " Perhaps you need nIn(3)?"),
        new Slip(
            "another size than configured, vectors",
            () ->
                configuration(
                    LayerNormalization.builder().nIn(4).build(), InputType.feedForward(3)),
            "LayerNormalization \"subject\": the size of its input is 3, but nIn(4) was"
                + " configured. Perhaps you need nIn(3)?"),
        new Slip(
            "sizes never given, vertex",
            () -> initializeWithoutTypes(attention(new GeneralScore()), 2),
            "Attention: the shape of parameter \"W\", [0, 0]," + unknown),
        new Slip(
            "sizes never given, layer",
            () -> initializeWithoutTypes(self(new GeneralScore()), 1),
            "SelfAttention \"subject\": the shape of parameter \"W\", [0, 0]," + unknown),
        new Slip(
            "sizes never given, layer among layers",
            () -> network(LayerNormalization.builder().build(), null),
            "LayerNormalization \"layer0\": the shape of parameter \"gain\", [1, 0]," + unknown));
  }

  /** Longer than what has weights for each place. */
  private static Stream<Slip> lengths() {
    InputType five = InputType.recurrent(3, 5);
    String location =
        "LocationScore has weights for 4 keys and got 5: new LocationScore(5) takes" + " them";
    String learned =
        "LearnedPosition \"subject\" has vectors for 4 places and got a sequence of 5"
            + " steps: setMaxLength(5) takes it";
    INDArray x = Nd4j.zeros(1, 3, 5);
    return Stream.of(
        new Slip(
            "keys beyond a location score, known from the type",
            () -> configuration(attention(new LocationScore(4)), SEQUENCE, five),
            location),
        new Slip(
            "steps beyond a location score, known from the type",
            () -> configuration(self(new LocationScore(4)), five),
            location),
        new Slip(
            "pooled steps beyond a location score, known from the type",
            () ->
                configuration(
                    AttentionPooling.builder().setScore(new LocationScore(4)).build(), five),
            location),
        new Slip(
            "keys beyond a location score, at the first batch",
            () -> graph(attention(new LocationScore(4)), SEQUENCE, SEQUENCE).output(x, x),
            location),
        new Slip(
            "places beyond the learned ones, known from the type",
            () -> configuration(LearnedPosition.builder().setMaxLength(4).build(), five),
            learned),
        new Slip(
            "places beyond the learned ones, at the first batch",
            () -> graph(LearnedPosition.builder().setMaxLength(4).build(), SEQUENCE).output(x),
            learned),
        new Slip(
            "channels of another number than nIn, at the first batch",
            () ->
                initializeWithoutTypes(
                        SelfAttention.builder().setScore(new GeneralScore()).nIn(4).build(), 1)
                    .output(x),
            "SelfAttention \"subject\": its input has nIn = 4 channels, got an array [1, 3, 5]."
                + " Perhaps you need nIn(3)? Sequences are [batch, size, time]"),
        new Slip(
            "vectors for a sequence, at the first batch",
            () -> initializeWithoutTypes(self(new DotScore()), 1).output(Nd4j.zeros(2, 3)),
            "SelfAttention \"subject\": its input must be a sequence [batch, size, time], got"
                + " InputTypeFeedForward(3). A layer such as LSTM gives one; in setInputTypes, use"
                + " InputType.recurrent(size); of vectors, DuplicateToTimeSeriesVertex makes one, of"
                + " images CnnToRnnPreProcessor (before a vertex, in a PreprocessorVertex)"));
  }

  private static Attention attention(Score score) {
    return Attention.builder().setScore(score).build();
  }

  private static SelfAttention self(Score score) {
    return SelfAttention.builder().setScore(score).build();
  }
}
