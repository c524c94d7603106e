package io.github.dl4jattention.zoo.training;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Where a run stands between two updates. With the model and the updater's state this is all there
 * is: the order of the pairs is a function of seed and epoch, and what is drawn at random in an
 * update, of seed and update.
 *
 * @param epoch the epoch under way, from 0
 * @param nextBatch the batch to come in it, from 0
 * @param lossSum summed loss of the epoch's batches so far, in nats
 * @param symbols target symbols of the epoch's batches so far
 * @param epochSeconds seconds that these took
 * @param secondsSoFar seconds of training before this process
 * @param standing the best epoch so far
 * @param rewardBaselines of the draws of each thread's replica, where there are any
 */
record TrainingState(
    int epoch,
    int nextBatch,
    double lossSum,
    long symbols,
    double epochSeconds,
    double secondsSoFar,
    Standing standing,
    List<OptionalDouble> rewardBaselines) {
  /** Before the first update. */
  static final TrainingState START = new TrainingState(0, 0, 0, 0, 0, 0, Standing.START, List.of());

  /** The state before the next epoch. */
  TrainingState nextEpoch(Standing now) {
    return new TrainingState(epoch + 1, 0, 0, 0, 0, secondsSoFar, now, rewardBaselines);
  }

  TrainingState afterBatch(double loss, int batchSymbols, double seconds) {
    return new TrainingState(
        epoch,
        nextBatch + 1,
        lossSum + loss,
        symbols + batchSymbols,
        epochSeconds + seconds,
        secondsSoFar,
        standing,
        rewardBaselines);
  }

  TrainingState after(Duration elapsed) {
    return new TrainingState(
        epoch,
        nextBatch,
        lossSum,
        symbols,
        epochSeconds,
        secondsSoFar + elapsed.toMillis() / 1000.0,
        standing,
        rewardBaselines);
  }

  TrainingState withRewardBaselines(List<OptionalDouble> baselines) {
    return new TrainingState(
        epoch, nextBatch, lossSum, symbols, epochSeconds, secondsSoFar, standing, baselines);
  }

  /** Mean loss of the epoch so far, in nats a symbol. */
  double meanLoss() {
    return symbols == 0 ? 0 : lossSum / symbols;
  }
}
