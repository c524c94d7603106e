package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.WordVectors;
import io.github.dl4jattention.zoo.model.CellKind;
import io.github.dl4jattention.zoo.model.DecoderKind;
import io.github.dl4jattention.zoo.model.ModelFamily;
import io.github.dl4jattention.zoo.model.PretrainedEmbedding;
import io.github.dl4jattention.zoo.model.ReadoutKind;
import io.github.dl4jattention.zoo.model.ScoreKind;
import io.github.dl4jattention.zoo.model.SequenceToSequence;
import io.github.dl4jattention.zoo.model.SequenceToSequenceBuilder;
import io.github.dl4jattention.zoo.model.Tying;
import io.github.dl4jattention.zoo.model.WindowKind;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import picocli.CommandLine.Option;

/** Which model of the family is trained. */
final class FamilyOptions implements ModelFlags {
  static final int LARGEST = 8_192;
  private static final String SOURCE_VECTORS = "--source-embeddings";
  private static final String TARGET_VECTORS = "--target-embeddings";

  @Option(names = "--cell", paramLabel = "KIND", description = "rnn, gru or lstm, of both sides.")
  private String cell = "gru";

  @Option(
      names = "--units",
      paramLabel = "N",
      description = "Units of a direction of the encoder, and of the decoder.")
  private int units = 256;

  @Option(names = "--embedding-size", paramLabel = "N", description = "Channels of a token.")
  private int embeddingSize = 256;

  @Option(names = "--encoder-cell", paramLabel = "KIND", description = "Other than --cell.")
  private String encoderCell;

  @Option(names = "--encoder-units", paramLabel = "N", description = "Other than --units.")
  private Integer encoderUnits;

  @Option(names = "--encoder-layers", paramLabel = "N", description = "Layers of the encoder.")
  private int encoderLayers = 1;

  @Option(names = "--one-direction", description = "The encoder reads from the first token only.")
  private boolean oneDirection;

  @Option(
      names = "--reversed-source",
      description = "The encoder reads from the last token only (Sutskever 2014).")
  private boolean reversed;

  @Option(names = "--decoder-cell", paramLabel = "KIND", description = "Other than --cell.")
  private String decoderCell;

  @Option(names = "--decoder-units", paramLabel = "N", description = "Other than --units.")
  private Integer decoderUnits;

  @Option(names = "--decoder-layers", paramLabel = "N", description = "Layers of the decoder.")
  private int decoderLayers = 1;

  @Option(
      names = "--attention",
      paramLabel = "KIND",
      description =
          "bahdanau (before each step), luong (after it), or none: the decoder starts from the"
              + " encoder's last state.")
  private String attention = "bahdanau";

  @Option(
      names = "--context-at-each-step",
      description = "Without attention: each step reads the encoder's last state (Cho 2014).")
  private boolean contextAtEachStep;

  @Option(
      names = "--score",
      paramLabel = "KIND",
      description =
          "additive, dot, general, concat or location (default: additive of bahdanau, general of"
              + " luong).")
  private String score;

  @Option(
      names = "--attention-units",
      paramLabel = "N",
      description = "Hidden units of additive and concat (default: the decoder's).")
  private Integer attentionUnits;

  @Option(
      names = "--window",
      paramLabel = "KIND",
      description = "Where a step may look: global, local-m or local-p (Luong 2015).")
  private String window = "global";

  @Option(
      names = "--window-half-width",
      paramLabel = "D",
      description = "Tokens on each side of a local window's centre (default: 10).")
  private Double halfWidth;

  @Option(names = "--no-input-feeding", description = "Of luong: the cell reads tokens alone.")
  private boolean noInputFeeding;

  @Option(names = "--coverage", description = "The additive score sees what was looked at.")
  private boolean coverage;

  @Option(
      names = "--readout",
      paramLabel = "KIND",
      description = "What the softmax sees: state, tanh (also token and context) or maxout.")
  private String readout = "state";

  @Option(
      names = "--readout-size",
      paramLabel = "N",
      description = "Channels of tanh and maxout (default: the embedding's).")
  private Integer readoutSize;

  @Option(
      names = "--tie",
      paramLabel = "WHICH",
      description =
          "Which embeddings are one: none, target-and-output, source-and-target or all; the last"
              + " two with --joint-vocabulary.")
  private String tie = "none";

  @Option(
      names = SOURCE_VECTORS,
      paramLabel = "FILE",
      description = "Start from these vectors, in word2vec's or GloVe's text form.")
  private Path sourceVectors;

  @Option(names = TARGET_VECTORS, paramLabel = "FILE", description = "Likewise.")
  private Path targetVectors;

  @Option(names = "--dropout", paramLabel = "P", description = "Share of numbers dropped.")
  private double dropout = 0.2;

  @Option(
      names = "--variational-dropout",
      description = "The same channels at all steps of a sentence (Gal 2016).")
  private boolean variational;

  @Option(names = "--residual", description = "Layers but the first add to what they read.")
  private boolean residual;

  @Option(
      names = "--label-smoothing",
      paramLabel = "P",
      description = "Share of a label that is spread over all tokens.")
  private double labelSmoothing = 0.1;

  @Option(
      names = "--clip",
      paramLabel = "N",
      description = "Largest L2 norm of a layer's gradient.")
  private double clip = 1;

  @Override
  public void check(boolean joint) {
    Limits.within("--units", units, 1, LARGEST);
    Limits.within("--embedding-size", embeddingSize, 1, LARGEST);
    Limits.below("--dropout", dropout, 0, 1, "0.2");
    Limits.below("--label-smoothing", labelSmoothing, 0, 1, "0.1");
    Limits.above("--clip", clip, 0, 1_000, "1");
    Tying tying = ModelFlags.tying(tie, joint);
    Limits.needs(
        "--no-input-feeding", noInputFeeding, "--attention luong", decoder() == DecoderKind.LUONG);
    Limits.needs(
        "--window-half-width",
        halfWidth != null,
        "--window local-m or local-p",
        window() != WindowKind.GLOBAL);
    Limits.needs(
        "--readout-size",
        readoutSize != null,
        "--readout tanh or maxout",
        readout() != ReadoutKind.STATE);
    boolean isOne = tying == Tying.ALL || tying == Tying.SOURCE_AND_TARGET;
    if (isOne && sourceVectors != null && targetVectors != null) {
      throw new UserError(
          "--tie %s makes one embedding of both sides: give %s or %s, not both"
              .formatted(tie, SOURCE_VECTORS, TARGET_VECTORS));
    }
    model(1);
  }

  @Override
  public SequenceToSequence model(int maxLength) {
    try {
      return builder(maxLength).build();
    } catch (IllegalArgumentException e) {
      throw Limits.noModel(e);
    }
  }

  private SequenceToSequenceBuilder builder(int maxLength) {
    SequenceToSequenceBuilder builder =
        SequenceToSequence.builder()
            .optSizes(units)
            .optEmbeddingSize(embeddingSize)
            .optEncoderCell(cell("--encoder-cell", encoderCell))
            .optEncoderLayers(encoderLayers)
            .optBidirectional(!oneDirection && !reversed)
            .optReversedSource(reversed)
            .optDecoder(decoder())
            .optDecoderCell(cell("--decoder-cell", decoderCell))
            .optDecoderLayers(decoderLayers)
            .optContextAtEachStep(contextAtEachStep)
            .optLongestSource(maxLength + 1) // the end symbol
            .optWindow(window())
            .optInputFeeding(!noInputFeeding)
            .optCoverage(coverage)
            .optReadout(readout())
            .optTying(Limits.choice("--tie", Tying.class, tie))
            .optDropout(dropout)
            .optVariationalDropout(variational)
            .optResidual(residual)
            .optLabelSmoothing(labelSmoothing);
    if (encoderUnits != null) {
      builder.optEncoderUnits(encoderUnits);
    }
    if (decoderUnits != null) {
      builder.optDecoderUnits(decoderUnits);
    }
    if (halfWidth != null) {
      builder.optWindowHalfWidth(halfWidth);
    }
    if (score != null) {
      builder.optScore(Limits.choice("--score", ScoreKind.class, score));
    }
    if (attentionUnits != null) {
      builder.optAttentionUnits(attentionUnits);
    }
    return readoutSize == null ? builder : builder.optReadoutSize(readoutSize);
  }

  private WindowKind window() {
    return Limits.choice("--window", WindowKind.class, window);
  }

  private ReadoutKind readout() {
    return Limits.choice("--readout", ReadoutKind.class, readout);
  }

  private CellKind cell(String option, String own) {
    return own == null
        ? Limits.choice("--cell", CellKind.class, cell)
        : Limits.choice(option, CellKind.class, own);
  }

  private DecoderKind decoder() {
    return attention.equals("none")
        ? DecoderKind.PLAIN
        : Limits.choice("--attention", DecoderKind.class, attention);
  }

  @Override
  public double clip() {
    return clip;
  }

  /** A new graph, its embeddings filled if there are vectors for them. */
  @Override
  public ComputationGraph graph(
      ModelFamily model, TokenOptions.Codecs codecs, LoopOptions loop, long seed, PrintWriter err) {
    ComputationGraph graph = ModelFlags.super.graph(model, codecs, loop, seed, err);
    if (sourceVectors != null) {
      Vectors source = new Vectors(SOURCE_VECTORS, sourceVectors);
      source.fill(graph, SequenceToSequence.SOURCE_EMBEDDING, codecs.sources(), err);
    }
    if (targetVectors != null) {
      Vectors target = new Vectors(TARGET_VECTORS, targetVectors);
      target.fill(graph, SequenceToSequence.TARGET_EMBEDDING, codecs.targets(), err);
    }
    return graph;
  }

  /** A file of vectors, and the option that names it. */
  private record Vectors(String option, Path file) {
    void fill(ComputationGraph graph, String embedding, TextCodec codec, PrintWriter err) {
      WordVectors vectors = WordVectors.read(file, Set.copyOf(codec.vocabulary().pieces()));
      int tokens = codec.vocabulary().pieces().size();
      int found;
      try {
        found = PretrainedEmbedding.fill(graph, embedding, codec.vocabulary(), vectors);
      } catch (UserError e) {
        throw new UserError(
            "%s %s: %s (--embedding-size)".formatted(option, file, e.getMessage()), e);
      }
      err.printf("%s: %,d of %,d tokens have a vector%n", file, found, tokens);
      if (found == 0) {
        err.printf(
            "zoo: %s %s changes nothing: it has none of the tokens; its words are found with"
                + " --tokens words, in its own language and case%n",
            option, file);
      }
    }
  }
}
