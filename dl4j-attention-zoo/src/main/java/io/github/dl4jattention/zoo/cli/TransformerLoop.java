package io.github.dl4jattention.zoo.cli;

import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** How long and how fast a Transformer learns: by the paper's schedule and updater, section 5.3. */
final class TransformerLoop extends LoopOptions {
  private static final double BETA2 = 0.98;
  private static final double EPSILON = 1e-9;

  /** What differs from other models: picocli shows it as defaults. */
  TransformerLoop() {
    super(0.001, "inverse-square-root", 1_000);
  }

  @Override
  IUpdater updater() {
    return new Adam(learningRate(), Adam.DEFAULT_ADAM_BETA1_MEAN_DECAY, BETA2, EPSILON);
  }
}
