package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.model.EncoderTask;
import io.github.dl4jattention.zoo.model.TransformerEncoder;
import io.github.dl4jattention.zoo.model.TransformerEncoderBuilder;
import picocli.CommandLine.Option;

/** Which encoder is trained to tell hidden tokens. */
class EncoderModelOptions extends TransformerLayerOptions {
  private static final int WIDEST = 100;

  @Option(names = "--layers", paramLabel = "N", description = "Layers of the encoder.")
  private int layers = 2;

  @Option(
      names = "--convolution",
      paramLabel = "N",
      description =
          "Before the layers: neighbouring tokens that a convolution sees together, such as 3 or 5;"
              + " 0 is none.")
  private int convolution;

  @Option(
      names = "--token-dropout",
      paramLabel = "P",
      description =
          "Share of tokens that are hidden in training, anew in each epoch. Of a masked language"
              + " model: that are to be told.")
  private double tokenDropout;

  EncoderModelOptions() {
    this(0.15);
  }

  EncoderModelOptions(double tokenDropout) {
    super(128, 0);
    this.tokenDropout = tokenDropout;
  }

  void check() {
    checkLayers();
    Limits.within("--layers", layers, 1, MOST_LAYERS);
    Limits.within("--convolution", convolution, 0, WIDEST);
    Limits.below("--token-dropout", tokenDropout, 0, 1, "0.15");
    if (task() == EncoderTask.HIDDEN_TOKENS && tokenDropout == 0) {
      throw new UserError(
          "--token-dropout is 0, so that no token would be hidden for the model to tell: choose one"
              + " above 0, such as 0.15");
    }
    model(1, null);
  }

  /**
   * The model.
   *
   * @param start whose sizes it has; null for its own
   */
  final TransformerEncoder model(int maxLength, TransformerEncoder start) {
    try {
      TransformerEncoderBuilder builder =
          set(TransformerEncoder.builder(), maxLength)
              .optLayers(layers)
              .optConvolution(convolution)
              .optTokenDropout(tokenDropout);
      if (start != null) {
        builder.optLikeEncoder(start);
      }
      return finish(builder).build();
    } catch (IllegalArgumentException e) {
      throw Limits.noModel(e);
    }
  }

  /** What it tells. */
  EncoderTask task() {
    return EncoderTask.HIDDEN_TOKENS;
  }

  /** And how. */
  TransformerEncoderBuilder finish(TransformerEncoderBuilder builder) {
    return builder.optTask(task());
  }
}
