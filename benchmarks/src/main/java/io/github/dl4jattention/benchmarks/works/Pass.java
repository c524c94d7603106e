package io.github.dl4jattention.benchmarks.works;

/** What of a work is timed. */
public enum Pass {
  /** Inference. */
  FORWARD("forward"),

  /** Forward and backward, as in training, without the update. */
  FORWARD_BACKWARD("forward + backward"),

  /** A whole training step, with the update. */
  TRAINING_STEP("training step");

  private final String title;

  Pass(String title) {
    this.title = title;
  }

  @Override
  public String toString() {
    return title;
  }
}
