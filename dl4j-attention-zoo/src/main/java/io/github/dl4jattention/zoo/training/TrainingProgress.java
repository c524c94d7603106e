package io.github.dl4jattention.zoo.training;

import io.github.dl4jattention.zoo.evaluation.Evaluation;

/** What an observer of a training is told, on the training's thread. */
public interface TrainingProgress {
  /**
   * An epoch starts, or goes on.
   *
   * @param epoch from 0
   * @param epochs of the whole training
   * @param pairs of the epoch
   * @param donePairs of them already seen
   */
  void epochStarted(int epoch, int epochs, int pairs, int donePairs);

  /**
   * An update was made.
   *
   * @param pairs of its batch
   * @param loss mean loss of the epoch so far, in nats a symbol
   */
  void batchDone(int pairs, double loss);

  /**
   * An epoch ended and was evaluated.
   *
   * @param epoch from 0
   * @param loss its mean training loss, in nats a symbol
   * @param heldOut figures on pairs never trained on
   * @param seconds of training so far, those of earlier processes included
   */
  void epochDone(int epoch, double loss, Evaluation heldOut, double seconds);

  /** The training was asked to stop and has saved where it stands. */
  void stopped();
}
