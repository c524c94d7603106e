package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.search.space.Settings;
import io.github.dl4jattention.zoo.search.trial.Objective;
import io.github.dl4jattention.zoo.search.trial.Trial;
import io.github.dl4jattention.zoo.training.EpochFigures;
import io.github.dl4jattention.zoo.training.TrainingProgress;
import java.util.ArrayList;
import java.util.List;

/** A trial is a training: {@code zoo train MODEL} with the trial's settings. */
final class TrialTraining implements Objective<Settings> {
  private final String model;
  private final List<String> fixed;
  private final TrialFolders folders;
  private final TrialScore score;

  /** Of a model, with options that all trials have. */
  TrialTraining(String model, List<String> fixed, TrialFolders folders, TrialScore score) {
    this.model = model;
    this.fixed = List.copyOf(fixed);
    this.folders = folders;
    this.score = score;
  }

  @Override
  public double run(Trial<Settings> trial) throws Exception {
    Epochs epochs = new Epochs(trial, score);
    if (Zoo.train(epochs, arguments(trial.candidate(), trial.number())) != 0) {
      throw trial.stopped();
    }
    return epochs.kept;
  }

  /** What comes after {@code zoo train}. */
  private List<String> arguments(Settings settings, int number) {
    List<String> arguments = command(settings);
    arguments.addAll(
        List.of(
            "--overwrite", "--runs", folders.trials().toString(), "--name", folders.name(number)));
    return arguments;
  }

  /** What trains with these settings again: after {@code zoo train}, without a name. */
  List<String> command(Settings settings) {
    List<String> arguments = new ArrayList<>(List.of(model));
    arguments.addAll(fixed);
    arguments.addAll(settings.arguments());
    return arguments;
  }

  /** Tells each epoch's score; keeps that of the model that is kept. */
  private static final class Epochs implements TrainingProgress {
    private final Trial<Settings> trial;
    private final TrialScore score;
    private double kept = Double.NaN;

    Epochs(Trial<Settings> trial, TrialScore score) {
      this.trial = trial;
      this.score = score;
    }

    @Override
    public void epochDone(EpochFigures figures) {
      double value = score.of(figures);
      if (figures.best()) {
        kept = value;
      }
      trial.tell(figures.epoch(), value);
    }

    @Override
    public void averaged(int models, double bleu, boolean best) {
      if (best && score == TrialScore.BLEU) {
        kept = bleu;
      }
    }

    @Override
    public void epochStarted(int epoch, int epochs, int pairs, int donePairs) {
      // A trial is told by epochs.
    }

    @Override
    public void batchDone(int pairs, double loss) {
      // Likewise.
    }

    @Override
    public void stopped() {
      // The exit code says so.
    }
  }
}
