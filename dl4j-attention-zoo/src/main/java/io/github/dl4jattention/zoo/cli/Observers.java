package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.training.EpochFigures;
import io.github.dl4jattention.zoo.training.TrainingProgress;
import java.util.ArrayList;
import java.util.List;

/** Several observers of one training, told in turn. */
final class Observers implements TrainingProgress {
  private final List<TrainingProgress> all = new ArrayList<>();

  Observers(TrainingProgress first) {
    all.add(first);
  }

  /** One more, from now on. */
  void add(TrainingProgress observer) {
    all.add(observer);
  }

  @Override
  public void epochStarted(int epoch, int epochs, int pairs, int donePairs) {
    all.forEach(observer -> observer.epochStarted(epoch, epochs, pairs, donePairs));
  }

  @Override
  public void batchDone(int pairs, double loss) {
    all.forEach(observer -> observer.batchDone(pairs, loss));
  }

  @Override
  public void epochDone(EpochFigures figures) {
    all.forEach(observer -> observer.epochDone(figures));
  }

  @Override
  public void stopped() {
    all.forEach(TrainingProgress::stopped);
  }

  @Override
  public void endedEarly(int bestEpoch) {
    all.forEach(observer -> observer.endedEarly(bestEpoch));
  }

  @Override
  public void averaged(int models, double quality, boolean best) {
    all.forEach(observer -> observer.averaged(models, quality, best));
  }
}
