package io.github.dl4jattention.zoo.model;

/** The settings of a {@link TransformerTranslator}. */
final class TransformerTranslatorSettings extends TransformerModelSettings {
  int encoderLayers = 6;
  int decoderLayers = 6;
  Tying tying = Tying.TARGET_AND_OUTPUT;

  @Override
  void check() {
    super.check();
    size("encoderLayers", encoderLayers, 1, MAX_LAYERS);
    size("decoderLayers", decoderLayers, 1, MAX_LAYERS);
  }
}
