package io.github.dl4jattention.zoo.captions;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.runtime.Rewards;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.SequenceToSequence;
import io.github.dl4jattention.zoo.training.Batching;
import io.github.dl4jattention.zoo.training.EpochFigures;
import io.github.dl4jattention.zoo.training.ParallelFit;
import io.github.dl4jattention.zoo.training.RunFolder;
import io.github.dl4jattention.zoo.training.Trainer;
import io.github.dl4jattention.zoo.training.TrainingOptions;
import io.github.dl4jattention.zoo.training.TrainingProgress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** A captioner's training that is stopped and goes on. */
class CaptionTrainingTests {
  private static final TrainingOptions OPTIONS =
      TrainingOptions.builder()
          .setEpochs(3)
          .setBatching(Batching.ofPairs(2)) // three batches an epoch
          .setSeed(3)
          .optThreads(2)
          .build();

  @TempDir private Path folder;

  /** Counts updates, and asks the training to stop after some of them. */
  private static final class StopAfter implements TrainingProgress {
    private final int limit;
    private int batches;
    private Trainer<CaptionModel> trainer;

    StopAfter(int limit) {
      this.limit = limit;
    }

    @Override
    public void batchDone(int pairs, double loss) {
      if (++batches == limit) {
        trainer.requestStop();
      }
    }

    @Override
    public void epochStarted(int epoch, int epochs, int pairs, int donePairs) {}

    @Override
    public void epochDone(EpochFigures figures) {}

    @Override
    public void stopped() {}
  }

  private Trainer<CaptionModel> trainer(ShowAttendTell settings, String name, StopAfter progress) {
    CaptionCard card =
        new CaptionCard(
            name,
            TinyCaptions.CODEC,
            TinyCaptions.MAX_LENGTH,
            settings,
            "tiny-abc",
            new ObjectMapper().createObjectNode());
    progress.trainer =
        new Trainer<>(
            TinyCaptions.model(settings),
            card,
            OPTIONS,
            new RunFolder(folder.resolve(name)),
            progress);
    return progress.trainer;
  }

  private static boolean train(Trainer<CaptionModel> trainer) {
    return trainer.train(TinyCaptions.PAIRS, new CaptionValidation(TinyCaptions.SET));
  }

  /** In the middle of the second epoch; what is drawn and dropped included. */
  @ParameterizedTest
  @EnumSource(AttentionKind.class)
  void aTrainingThatGoesOnGivesWhatOneWithoutABreakGives(AttentionKind kind) {
    ShowAttendTell settings = TinyCaptions.small().optAttention(kind).optDropout(0.3).build();
    StopAfter never = new StopAfter(-1);
    Trainer<CaptionModel> unbroken = trainer(settings, "unbroken", never);
    assertThat(train(unbroken)).isTrue();
    assertThat(never.batches).isEqualTo(9);
    assertThat(train(trainer(settings, "stopped", new StopAfter(4)))).isFalse();

    RunFolder run = new RunFolder(folder.resolve("stopped"));
    ModelFile.Opened<CaptionCard> opened = CaptionCard.load(run.checkpoint());
    StopAfter rest = new StopAfter(-1);
    Trainer<CaptionModel> goingOn =
        Trainer.resume(
            opened.card().model(opened.graph(), unbroken.model().photos()),
            opened.card(),
            opened.trainingState(),
            run,
            rest);
    assertThat(train(goingOn)).isTrue();
    assertThat(rest.batches).isEqualTo(5);
    assertThat(goingOn.model().graph().params()).isEqualTo(unbroken.model().graph().params());
  }

  @Test
  void theBaselineOfTheRewardsIsAModelsToKeep() {
    CaptionModel hard =
        TinyCaptions.model(TinyCaptions.small().optAttention(AttentionKind.HARD).build());
    assertThat(hard.rewardBaseline(hard.graph())).isEmpty();
    try (ParallelFit fit = new ParallelFit(hard, 1)) {
      fit.fit(TinyCaptions.PAIRS, TinyCaptions.TARGETS);
    }
    // The mean log likelihood of captions of two to six symbols, before anything is learnt.
    assertThat(hard.rewardBaseline(hard.graph()).orElseThrow()).isBetween(-20.0, -4.0);
    hard.setRewardBaseline(hard.graph(), -1.5);
    assertThat(Rewards.of(hard.graph(), SequenceToSequence.DECODER).baseline()).hasValue(-1.5);

    CaptionModel soft = TinyCaptions.model(TinyCaptions.small().build());
    soft.setRewardBaseline(soft.graph(), -1.5);
    assertThat(soft.rewardBaseline(soft.graph())).isEmpty();
  }
}
