package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.training.TrainingProgress;

/** A command that trains, and shows it to somebody else than the user. */
interface ObservedTraining {
  /** Before it is called. */
  void observe(TrainingProgress progress);
}
