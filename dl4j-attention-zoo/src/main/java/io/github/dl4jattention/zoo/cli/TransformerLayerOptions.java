package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.layers.transformer.FeedForward;
import io.github.dl4jattention.zoo.model.PositionKind;
import io.github.dl4jattention.zoo.model.TransformerModelBuilder;
import picocli.CommandLine.Option;

/** What the layers of any Transformer are. */
class TransformerLayerOptions {
  static final int MOST_LAYERS = 16;
  private static final int LARGEST = 8_192;

  @Option(names = "--size", paramLabel = "N", description = "Channels of a token, in all layers.")
  private int size;

  @Option(names = "--heads", paramLabel = "N", description = "Heads; they divide the size.")
  private int heads = 4;

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
              + " 2018), alibi (Press 2022), buckets (Raffel 2020) or none.")
  private String position;

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
  private double labelSmoothing;

  @Option(
      names = "--clip",
      paramLabel = "N",
      description = "Largest L2 norm of a layer's gradient.")
  private double clip = 1;

  /** What differs from model to model: picocli shows it as defaults. */
  TransformerLayerOptions(int size, double labelSmoothing) {
    this(size, labelSmoothing, "sinusoidal");
  }

  TransformerLayerOptions(int size, double labelSmoothing, String position) {
    this.size = size;
    this.labelSmoothing = labelSmoothing;
    this.position = position;
  }

  final void checkLayers() {
    Limits.within("--size", size, 1, LARGEST);
    Limits.within("--heads", heads, 1, size);
    Limits.below("--dropout", dropout, 0, 1, "0.1");
    Limits.below("--attention-dropout", attentionDropout, 0, 1, "0.1");
    Limits.below("--feed-forward-dropout", feedForwardDropout, 0, 1, "0.1");
    Limits.below("--label-smoothing", labelSmoothing, 0, 1, "0.1");
    Limits.above("--clip", clip, 0, 1_000, "1");
  }

  /** Sets all of it. */
  final <B extends TransformerModelBuilder<B>> B set(B builder, int maxLength) {
    builder
        .optSize(size)
        .optHeads(heads)
        .optFeedForward(Limits.choice("--feed-forward", FeedForward.Kind.class, feedForward))
        .optPreNorm(!postNorm)
        .optRmsNorm(rmsNorm)
        .optPosition(Limits.choice("--position", PositionKind.class, position))
        .optLongest(maxLength + 1) // the start or the end symbol
        .optDropout(dropout)
        .optAttentionDropout(attentionDropout)
        .optFeedForwardDropout(feedForwardDropout)
        .optLabelSmoothing(labelSmoothing);
    return feedForwardSize == null ? builder : builder.optFeedForwardSize(feedForwardSize);
  }

  /** Largest L2 norm of a layer's gradient. */
  public final double clip() {
    return clip;
  }
}
