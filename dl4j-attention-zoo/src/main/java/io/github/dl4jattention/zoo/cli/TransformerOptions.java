package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.layers.transformer.FeedForward;
import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.model.PositionKind;
import io.github.dl4jattention.zoo.model.TransformerTranslator;
import io.github.dl4jattention.zoo.model.TransformerTranslatorBuilder;
import io.github.dl4jattention.zoo.model.Tying;
import picocli.CommandLine.Option;

/** Which Transformer is trained. */
final class TransformerOptions implements ModelFlags {
  private static final int LARGEST = 8_192;
  private static final int MOST_LAYERS = 16;

  @Option(names = "--size", paramLabel = "N", description = "Channels of a token, in all layers.")
  private int size = 256;

  @Option(names = "--heads", paramLabel = "N", description = "Heads; they divide the size.")
  private int heads = 4;

  @Option(names = "--layers", paramLabel = "N", description = "Of the encoder, and the decoder.")
  private int layers = 6;

  @Option(names = "--encoder-layers", paramLabel = "N", description = "Other than --layers.")
  private Integer encoderLayers;

  @Option(names = "--decoder-layers", paramLabel = "N", description = "Other than --layers.")
  private Integer decoderLayers;

  @Option(
      names = "--feed-forward-size",
      paramLabel = "N",
      description = "Inner units of the feed-forward sub-layers (default: four times the size).")
  private Integer feedForwardSize;

  @Option(
      names = "--feed-forward",
      paramLabel = "KIND",
      description = "What they do: relu, gelu or swiglu.")
  private String feedForward = "relu";

  @Option(
      names = "--post-norm",
      description = "Norms after each sum, as in the paper, and not before each sub-layer.")
  private boolean postNorm;

  @Option(names = "--rms-norm", description = "Root mean square norms, not layer norms.")
  private boolean rmsNorm;

  @Option(
      names = "--position",
      paramLabel = "KIND",
      description =
          "How order is known: sinusoidal (Vaswani 2017), learned, rotary (Su 2021), relative (Shaw"
              + " 2018), alibi (Press 2022) or buckets (Raffel 2020).")
  private String position = "sinusoidal";

  @Option(
      names = "--tie",
      paramLabel = "WHICH",
      description =
          "Which embeddings are one: none, target-and-output, source-and-target or all; the last"
              + " two with --joint-vocabulary.")
  private String tie = "target-and-output";

  @Option(
      names = "--dropout",
      paramLabel = "P",
      description = "Share dropped of embeddings and of what sub-layers give.")
  private double dropout = 0.1;

  @Option(
      names = "--attention-dropout",
      paramLabel = "P",
      description = "Share of attention weights dropped.")
  private double attentionDropout;

  @Option(
      names = "--feed-forward-dropout",
      paramLabel = "P",
      description = "Share of inner units dropped.")
  private double feedForwardDropout;

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
    Limits.within("--size", size, 1, LARGEST);
    Limits.within("--heads", heads, 1, size);
    Limits.within("--layers", layers, 1, MOST_LAYERS);
    Limits.below("--dropout", dropout, 0, 1, "0.1");
    Limits.below("--attention-dropout", attentionDropout, 0, 1, "0.1");
    Limits.below("--feed-forward-dropout", feedForwardDropout, 0, 1, "0.1");
    Limits.below("--label-smoothing", labelSmoothing, 0, 1, "0.1");
    Limits.above("--clip", clip, 0, 1_000, "1");
    ModelFlags.tying(tie, joint);
    model(1);
  }

  @Override
  public TransformerTranslator model(int maxLength) {
    try {
      return builder(maxLength).build();
    } catch (IllegalArgumentException e) {
      throw new UserError("these settings make no model: " + e.getMessage(), e);
    }
  }

  private TransformerTranslatorBuilder builder(int maxLength) {
    TransformerTranslatorBuilder builder =
        TransformerTranslator.builder()
            .optSize(size)
            .optHeads(heads)
            .optEncoderLayers(encoderLayers == null ? layers : encoderLayers)
            .optDecoderLayers(decoderLayers == null ? layers : decoderLayers)
            .optFeedForward(Limits.choice("--feed-forward", FeedForward.Kind.class, feedForward))
            .optPreNorm(!postNorm)
            .optRmsNorm(rmsNorm)
            .optPosition(Limits.choice("--position", PositionKind.class, position))
            .optLongest(maxLength + 1) // the end symbol
            .optTying(Limits.choice("--tie", Tying.class, tie))
            .optDropout(dropout)
            .optAttentionDropout(attentionDropout)
            .optFeedForwardDropout(feedForwardDropout)
            .optLabelSmoothing(labelSmoothing);
    return feedForwardSize == null ? builder : builder.optFeedForwardSize(feedForwardSize);
  }

  @Override
  public double clip() {
    return clip;
  }
}
