package io.github.dl4jattention.zoo.model;

/** The settings of an {@link AtRank}. */
final class AtRankSettings extends TransformerModelSettings {
  int layers = 1;
  Pooling pooling = Pooling.ATTENTION;
  double outputDropout;
  double itemDropout;

  AtRankSettings() {
    size = 64;
    position = PositionKind.NONE;
    labelSmoothing = 0;
  }

  @Override
  void check() {
    super.check();
    size("layers", layers, 0, MAX_LAYERS);
    share("outputDropout", outputDropout);
    share("itemDropout", itemDropout);
    require(
        pooling == Pooling.ATTENTION || pooling == Pooling.MEAN,
        "behaviours are not pooled by " + pooling + ": choose attention or mean");
  }
}
