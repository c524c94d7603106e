package io.github.dl4jattention.zoo.cli;

/**
 * How long and how fast a captioner learns. The rate falls in a straight line: where it falls when
 * nothing gets better, as while the relation of two shapes is only guessed, it falls for ever.
 */
final class CaptionerLoop extends LoopOptions {
  private boolean scenes;

  /** What differs from other models: picocli shows it as defaults. */
  CaptionerLoop() {
    super(0.002, "linear", 0);
  }

  void check(boolean areScenes) {
    scenes = areScenes;
    check();
  }

  @Override
  int defaultEpochs() {
    return scenes ? 40 : 10;
  }

  @Override
  int defaultPatience() {
    return scenes ? 0 : super.defaultPatience();
  }
}
