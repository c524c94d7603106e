package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.transformer.FeedForward;

/** The settings of a {@link TransformerTranslator}. */
final class TransformerTranslatorSettings extends Settings {
  int size = 256;
  int heads = 4;
  int encoderLayers = 6;
  int decoderLayers = 6;
  int feedForwardSize;
  FeedForward.Kind feedForward = FeedForward.Kind.RELU;
  boolean preNorm = true;
  boolean rmsNorm;
  PositionKind position = PositionKind.SINUSOIDAL;
  int longest = 200;
  double dropout = 0.1;
  double attentionDropout;
  double feedForwardDropout;
  double labelSmoothing = 0.1;
  Tying tying = Tying.TARGET_AND_OUTPUT;

  int feedForwardSizeOrDefault() {
    return feedForwardSize == 0 ? 4 * size : feedForwardSize;
  }

  @Override
  void check() {
    size("size", size, 1, MAX_SIZE);
    size("heads", heads, 1, size);
    size("encoderLayers", encoderLayers, 1, MAX_LAYERS);
    size("decoderLayers", decoderLayers, 1, MAX_LAYERS);
    size("feedForwardSize", feedForwardSize, 0, MAX_SIZE);
    size("longest", longest, 1, MAX_SIZE);
    share("dropout", dropout);
    share("attentionDropout", attentionDropout);
    share("feedForwardDropout", feedForwardDropout);
    share("labelSmoothing", labelSmoothing);
    require(
        size % heads == 0,
        "%d heads do not divide a size of %d: choose a size that is a multiple of the heads"
            .formatted(heads, size));
    require(
        position != PositionKind.ROTARY || size / heads % 2 == 0,
        "rotary positions turn pairs of channels, and a head has %d: make it even, by size or heads"
            .formatted(size / heads));
  }
}
