package io.github.dl4jattention.zoo.training;

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
   * @param figures what it came to
   */
  void epochDone(EpochFigures figures);

  /** The training was asked to stop and has saved where it stands. */
  void stopped();

  /**
   * The training ended before its last epoch, because nothing got better.
   *
   * @param bestEpoch the best one, from 0
   */
  default void endedEarly(int bestEpoch) {}

  /**
   * The models of the last epochs were averaged and measured.
   *
   * @param models how many
   * @param quality the average's BLEU on the held-out pairs, or per cent of right classes
   * @param best whether that is the highest, and the average the run's model now
   */
  default void averaged(int models, double quality, boolean best) {}
}
