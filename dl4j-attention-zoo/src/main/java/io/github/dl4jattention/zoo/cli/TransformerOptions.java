package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.model.TransformerTranslator;
import io.github.dl4jattention.zoo.model.Tying;
import picocli.CommandLine.Option;

/** Which Transformer is trained. */
final class TransformerOptions extends TransformerLayerOptions implements ModelFlags {
  @Option(names = "--layers", paramLabel = "N", description = "Of the encoder, and the decoder.")
  private int layers = 6;

  @Option(names = "--encoder-layers", paramLabel = "N", description = "Other than --layers.")
  private Integer encoderLayers;

  @Option(names = "--decoder-layers", paramLabel = "N", description = "Other than --layers.")
  private Integer decoderLayers;

  @Option(
      names = "--tie",
      paramLabel = "WHICH",
      description =
          "Which embeddings are one: none, target-and-output, source-and-target or all; the last"
              + " two with --joint-vocabulary.")
  private String tie = "target-and-output";

  TransformerOptions() {
    super(256, 0.1);
  }

  @Override
  public void check(boolean joint) {
    checkLayers();
    Limits.within("--layers", layers, 1, MOST_LAYERS);
    ModelFlags.tying(tie, joint);
    model(1);
  }

  @Override
  public TransformerTranslator model(int maxLength) {
    try {
      return set(TransformerTranslator.builder(), maxLength)
          .optEncoderLayers(encoderLayers == null ? layers : encoderLayers)
          .optDecoderLayers(decoderLayers == null ? layers : decoderLayers)
          .optTying(Limits.choice("--tie", Tying.class, tie))
          .build();
    } catch (IllegalArgumentException e) {
      throw Limits.noModel(e);
    }
  }
}
