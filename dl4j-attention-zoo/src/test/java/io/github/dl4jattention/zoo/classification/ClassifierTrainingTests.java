package io.github.dl4jattention.zoo.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.data.EncodedPairs;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.model.EncoderTask;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.TransformerEncoder;
import io.github.dl4jattention.zoo.training.Batching;
import io.github.dl4jattention.zoo.training.EpochFigures;
import io.github.dl4jattention.zoo.training.Provenance;
import io.github.dl4jattention.zoo.training.RunFolder;
import io.github.dl4jattention.zoo.training.Schedule;
import io.github.dl4jattention.zoo.training.Trainer;
import io.github.dl4jattention.zoo.training.TrainingOptions;
import io.github.dl4jattention.zoo.training.TrainingProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A classifier's training, broken off and gone on with. */
class ClassifierTrainingTests {
  private static final List<Pair> PAIRS = TinyTexts.pairs(EncoderTask.CLASS, 40);
  private static final TrainingOptions OPTIONS =
      TrainingOptions.builder()
          .setEpochs(3)
          .setBatching(Batching.ofTokens(90))
          .setSeed(3)
          .optThreads(2)
          .optSchedule(new Schedule(Schedule.Kind.LINEAR, 3, 0.5, 1))
          .optCheckpointEvery(Duration.ZERO)
          .build();

  @TempDir private Path folder;

  /** Throws after some updates, as if the process were gone: nothing is saved any more. */
  private static final class Killer implements TrainingProgress {
    final List<Double> losses = new ArrayList<>();
    final int last;
    int batches;

    Killer(int last) {
      this.last = last;
    }

    @Override
    public void epochStarted(int epoch, int epochs, int pairs, int donePairs) {}

    @Override
    public void batchDone(int pairs, double loss) {
      batches++;
      if (batches == last) {
        throw new IllegalStateException("killed");
      }
    }

    @Override
    public void epochDone(EpochFigures figures) {
      losses.add(figures.loss());
    }

    @Override
    public void endedEarly(int bestEpoch) {}

    @Override
    public void averaged(int models, double quality, boolean best) {}

    @Override
    public void stopped() {}
  }

  private Trainer<ClassifierModel> trainer(RunFolder run, TrainingProgress progress) {
    TransformerEncoder settings =
        TinyTexts.tiny(EncoderTask.CLASS)
            .optDropout(0.2)
            .optTokenDropout(0.2)
            .optConvolution(3)
            .build();
    ClassifierModel model = TinyTexts.model(settings, PAIRS);
    ClassifierCard card =
        new ClassifierCard(
            "tiny",
            model.tokens(),
            model.classes(),
            model.maxLength(),
            settings,
            Provenance.of("test", PAIRS, PAIRS, settings.toJson(), OPTIONS));
    return new Trainer<>(model, card, OPTIONS, run, progress);
  }

  private static boolean train(Trainer<ClassifierModel> trainer) {
    EncodedPairs pairs = TinyTexts.encoded(trainer.model(), PAIRS);
    return trainer.train(pairs.pairs(), ClassifierValidation.of(pairs, trainer.model()));
  }

  private static INDArray parameters(Path file) {
    return ClassifierCard.load(file).graph().params();
  }

  /** With dropout, hidden tokens, a schedule and Adam's state, in the middle of an epoch. */
  @Test
  void whatWasKilledGoesOnToTheBitAsIfNothingHadHappened() {
    RunFolder whole = new RunFolder(folder.resolve("whole"));
    Killer unhurt = new Killer(Integer.MAX_VALUE);
    assertThat(train(trainer(whole, unhurt))).isTrue();
    int anEpoch = unhurt.batches / 3;
    assertThat(anEpoch).isGreaterThan(3);

    RunFolder broken = new RunFolder(folder.resolve("broken"));
    Killer killer = new Killer(anEpoch + 3);
    assertThatThrownBy(() -> train(trainer(broken, killer))).hasMessage("killed");

    // The checkpoint is of the update before: the last one is lost, and made again.
    ModelFile.Opened<ClassifierCard> opened = ClassifierCard.load(broken.checkpoint());
    Killer second = new Killer(Integer.MAX_VALUE);
    Trainer<ClassifierModel> goingOn =
        Trainer.resume(
            opened.card().model(opened.graph()),
            opened.card(),
            opened.trainingState(),
            broken,
            second);
    assertThat(goingOn.options()).isEqualTo(OPTIONS);
    assertThat(train(goingOn)).isTrue();
    assertThat(killer.batches - 1 + second.batches).isEqualTo(unhurt.batches);
    assertThat(Stream.concat(killer.losses.stream(), second.losses.stream()).toList())
        .isEqualTo(unhurt.losses)
        .hasSize(3);
    assertThat(parameters(broken.checkpoint())).isEqualTo(parameters(whole.checkpoint()));
    assertThat(parameters(broken.model())).isEqualTo(parameters(whole.model()));
  }
}
