package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.model.AtRank;
import io.github.dl4jattention.zoo.model.Pooling;
import picocli.CommandLine.Option;

/** Which model of behaviours is trained. */
final class BehaviourOptions extends TransformerLayerOptions {
  @Option(
      names = "--layers",
      paramLabel = "N",
      description = "Layers of self-attention between behaviours; 0 for none.")
  private int layers = 1;

  @Option(
      names = "--pooling",
      paramLabel = "KIND",
      description =
          "How one vector is made of all behaviours: attention, by the candidate, or mean.")
  private String pooling = "attention";

  @Option(
      names = "--output-dropout",
      paramLabel = "P",
      description = "Share dropped of what the answer is told from.")
  private double outputDropout;

  @Option(
      names = "--item-dropout",
      paramLabel = "P",
      description = "Share of items of which training sees the category alone, anew each epoch.")
  private double itemDropout = 0.1;

  BehaviourOptions() {
    super(64, 0, "none");
  }

  void check() {
    checkLayers();
    Limits.within("--layers", layers, 0, MOST_LAYERS);
    Limits.below("--output-dropout", outputDropout, 0, 1, "0.1");
    Limits.below("--item-dropout", itemDropout, 0, 1, "0.1");
    model(1);
  }

  AtRank model(int maxLength) {
    try {
      return set(AtRank.builder(), maxLength)
          .optLayers(layers)
          .optPooling(Limits.choice("--pooling", Pooling.class, pooling))
          .optOutputDropout(outputDropout)
          .optItemDropout(itemDropout)
          .build();
    } catch (IllegalArgumentException e) {
      throw Limits.noModel(e);
    }
  }
}
