package io.github.dl4jattention.zoo.model;

/** The settings of a {@link TransformerEncoder}. */
final class TransformerEncoderSettings extends TransformerModelSettings {
  private static final int MAX_WIDTH = 100;

  EncoderTask task = EncoderTask.CLASS;
  int convolution;
  int layers = 2;
  Pooling pooling = Pooling.MEAN;
  double outputDropout;
  double tokenDropout;

  TransformerEncoderSettings() {
    size = 128;
    labelSmoothing = 0;
  }

  @Override
  void check() {
    super.check();
    size("convolution", convolution, 0, MAX_WIDTH);
    size("layers", layers, 1, MAX_LAYERS);
    share("outputDropout", outputDropout);
    share("tokenDropout", tokenDropout);
  }
}
