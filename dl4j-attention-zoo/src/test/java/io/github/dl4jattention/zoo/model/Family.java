package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.transformer.FeedForward.Kind;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Every row of the family, small, and eight pairs to learn by heart. */
public final class Family {
  /** One codec for both sides, so that embeddings may be one. */
  static final TextCodec CODEC = TextCodec.ofCharacters(List.of("a", "b", "c", "d", "e"));

  static final List<Pair> PAIRS =
      List.of(
          new Pair("abc", "cba"),
          new Pair("a", "e"),
          new Pair("ddee", "eedd"),
          new Pair("bead", "daeb"),
          new Pair("cab", "bac"),
          new Pair("eb", "be"),
          new Pair("dcbaedcba", "abcdeabcd"),
          new Pair("cc", "dd"));

  static final List<EncodedPair> ENCODED = EncodedPair.encode(PAIRS, CODEC, CODEC, "test");

  private Family() {}

  /**
   * A row.
   *
   * @param name for reports
   * @param model the model
   * @param learningRate Adam's, to learn the pairs by heart
   * @param enough nats a token with which they are known
   */
  public record Row(String name, ModelFamily model, double learningRate, double enough) {
    private Row(String name, SequenceToSequence model) {
      this(name, model, 0.01, model.toJson().path("labelSmoothing").asDouble() > 0 ? 0.2 : 0.05);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Row row(String name, Consumer<SequenceToSequenceBuilder> settings) {
    SequenceToSequenceBuilder builder =
        SequenceToSequence.builder().optSizes(20).optEncoderUnits(10).optAttentionUnits(12);
    settings.accept(builder);
    return new Row(name, builder.build());
  }

  private static Row luong(String name, Consumer<SequenceToSequenceBuilder> settings) {
    return row(
        "Luong " + name,
        builder -> {
          builder.optDecoder(DecoderKind.LUONG).optCells(CellKind.LSTM);
          settings.accept(builder);
        });
  }

  private static Row plain(String name, Consumer<SequenceToSequenceBuilder> settings) {
    return row(
        "without attention " + name,
        builder -> {
          builder.optDecoder(DecoderKind.PLAIN).optBidirectional(false).optEncoderUnits(20);
          settings.accept(builder);
        });
  }

  static List<Row> rows() {
    return Stream.of(withoutAttention(), bahdanau(), luong(), settings(), transformers())
        .flatMap(List::stream)
        .toList();
  }

  private static Row transformer(String name, Consumer<TransformerTranslatorBuilder> settings) {
    TransformerTranslatorBuilder builder =
        TransformerTranslator.builder()
            .optSize(16)
            .optHeads(2)
            .optLayers(2)
            .optDropout(0)
            .optLabelSmoothing(0);
    settings.accept(builder);
    // Without the order of "abc" and "cab" it has 0.017.
    return new Row("Transformer " + name, builder.build(), 0.005, 0.014);
  }

  static List<Row> transformers() {
    return List.of(
        transformer("pre-norm, ReLU", b -> {}),
        transformer("post-norm, GELU", b -> b.optPreNorm(false).optFeedForward(Kind.GELU)),
        transformer(
            "SwiGLU, RMS, rotary",
            b -> b.optFeedForward(Kind.SWIGLU).optRmsNorm(true).optPosition(PositionKind.ROTARY)),
        transformer(
            "learned places, all tied",
            b -> b.optPosition(PositionKind.LEARNED).optLongest(14).optTying(Tying.ALL)),
        transformer(
            "relative, one layer over three",
            b ->
                b.optPosition(PositionKind.RELATIVE)
                    .optEncoderLayers(3)
                    .optDecoderLayers(1)
                    .optTying(Tying.NONE)),
        transformer("ALiBi", b -> b.optPosition(PositionKind.ALIBI)),
        transformer(
            "dropout",
            b -> b.optDropout(0.02).optAttentionDropout(0.02).optFeedForwardDropout(0.02)),
        transformer(
            "buckets, label smoothing, source and target tied",
            b ->
                b.optPosition(PositionKind.BUCKETS)
                    .optTying(Tying.SOURCE_AND_TARGET)
                    .optLabelSmoothing(0.005)));
  }

  private static List<Row> withoutAttention() {
    return List.of(
        new Row("dates", SequenceToSequence.dates()),
        plain("RNN", b -> b.optCells(CellKind.RNN)),
        plain(
            "Cho",
            b -> b.optBridge(true).optContextAtEachStep(true).optReadout(ReadoutKind.MAXOUT)),
        plain("context alone", b -> b.optBridge(false).optContextAtEachStep(true)),
        plain(
            "Sutskever",
            b ->
                b.optCells(CellKind.LSTM)
                    .optReversedSource(true)
                    .optEncoderLayers(2)
                    .optDecoderLayers(2)),
        plain("bidirectional", b -> b.optBidirectional(true).optReadout(ReadoutKind.TANH)));
  }

  private static List<Row> bahdanau() {
    return List.of(
        row("Bahdanau GRU", b -> {}),
        row("Bahdanau GRU maxout", b -> b.optReadout(ReadoutKind.MAXOUT)),
        row("Bahdanau LSTM tanh", b -> b.optCells(CellKind.LSTM).optReadout(ReadoutKind.TANH)),
        row("Bahdanau RNN", b -> b.optCells(CellKind.RNN)),
        row(
            "Bahdanau LSTM over RNN",
            b -> b.optEncoderCell(CellKind.RNN).optDecoderCell(CellKind.LSTM)),
        row("Bahdanau coverage", b -> b.optCoverage(true)),
        row("Bahdanau general", b -> b.optScore(ScoreKind.GENERAL).optBridge(false)),
        row("Bahdanau local-p", b -> b.optWindow(WindowKind.LOCAL_P).optWindowHalfWidth(3)),
        row(
            "Bahdanau reversed, three layers each, residual",
            b ->
                b.optBidirectional(false)
                    .optEncoderUnits(20)
                    .optReversedSource(true)
                    .optEncoderLayers(3)
                    .optDecoderLayers(3)
                    .optResidual(true)));
  }

  private static List<Row> luong() {
    return List.of(
        luong("general", b -> {}),
        luong("dot", b -> b.optScore(ScoreKind.DOT)),
        luong("concat", b -> b.optScore(ScoreKind.CONCAT)),
        luong("location", b -> b.optScore(ScoreKind.LOCATION).optLongestSource(20)),
        luong("additive with coverage", b -> b.optScore(ScoreKind.ADDITIVE).optCoverage(true)),
        luong("general, nothing fed", b -> b.optInputFeeding(false)),
        luong("local-m", b -> b.optWindow(WindowKind.LOCAL_M).optWindowHalfWidth(4)),
        luong("local-p", b -> b.optWindow(WindowKind.LOCAL_P).optWindowHalfWidth(4)),
        luong(
            "GRU, two layers",
            b -> b.optCells(CellKind.GRU).optEncoderLayers(2).optDecoderLayers(2)),
        luong("RNN, maxout", b -> b.optCells(CellKind.RNN).optReadout(ReadoutKind.MAXOUT)));
  }

  private static List<Row> settings() {
    return List.of(
        row("target and output tied", b -> b.optTying(Tying.TARGET_AND_OUTPUT)),
        row("source and target tied", b -> b.optTying(Tying.SOURCE_AND_TARGET)),
        row("all tied", b -> b.optTying(Tying.ALL).optReadout(ReadoutKind.TANH)),
        row("dropout", b -> b.optDropout(0.1)),
        row("variational dropout", b -> b.optDropout(0.1).optVariationalDropout(true)),
        row("label smoothing", b -> b.optLabelSmoothing(0.1)));
  }
}
