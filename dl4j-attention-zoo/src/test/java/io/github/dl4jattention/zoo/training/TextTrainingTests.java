package io.github.dl4jattention.zoo.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.TranslationModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Trainings that compare held-out texts: the best epoch, its end, means of models, what breaks. */
class TextTrainingTests {
  @TempDir private Path folder;
  private final TinyTask task = new TinyTask();
  private final TinyTask.Watcher watcher = new TinyTask.Watcher();

  private final PairValidation validation =
      new PairValidation(task.encoded.subList(0, 9), task.pairs.subList(0, 9));

  private TrainingOptions.Builder options(int epochs) {
    return task.builder(epochs, 2).setBatching(Batching.ofTokens(60));
  }

  private boolean train(Trainer<TranslationModel> trainer) {
    return trainer.train(task.encoded, validation);
  }

  private static INDArray parameters(Path file) {
    return ModelFile.load(file).model().graph().params();
  }

  /** All that an update may depend on: tokens, a schedule by the epochs, draws, the plateau. */
  @ParameterizedTest
  @ValueSource(ints = {4, 11, 17, 26})
  void aTrainingThatGoesOnGivesWhatOneWithoutABreakGives(int stopAfter) throws IOException {
    TrainingOptions options =
        options(4)
            .optSchedule(new Schedule(Schedule.Kind.PLATEAU, 5, 0.5, 1))
            .optSampling(new ScheduledSampling(ScheduledSampling.Decay.LINEAR, 0.5))
            .optAverage(3)
            .build();
    RunFolder whole = new RunFolder(folder.resolve("whole"));
    assertThat(train(task.trainer(options, whole.folder(), watcher))).isTrue();

    RunFolder broken = new RunFolder(folder.resolve("broken"));
    TinyTask.Watcher first = new TinyTask.Watcher();
    Trainer<TranslationModel> stopped = task.trainer(options, broken.folder(), first);
    first.afterBatch =
        () -> {
          if (first.batches == stopAfter) {
            stopped.requestStop();
          }
        };
    assertThat(train(stopped)).isFalse();
    TinyTask.Watcher second = new TinyTask.Watcher();
    Trainer<TranslationModel> goingOn = Trainer.resume(broken, second);
    assertThat(goingOn.options()).isEqualTo(options);
    assertThat(train(goingOn)).isTrue();

    assertThat(first.batches).isEqualTo(stopAfter);
    assertThat(first.batches + second.batches).isEqualTo(watcher.batches);
    assertThat(Stream.concat(first.losses.stream(), second.losses.stream()).toList())
        .isEqualTo(watcher.losses);
    assertThat(second.endings).isEqualTo(watcher.endings).containsExactly("mean of 3");
    assertThat(parameters(broken.checkpoint())).isEqualTo(parameters(whole.checkpoint()));
    assertThat(parameters(broken.model())).isEqualTo(parameters(whole.model()));
    assertThat(Files.readString(broken.samples())).isEqualTo(Files.readString(whole.samples()));
    assertThat(withoutTimes(broken)).isEqualTo(withoutTimes(whole)).hasSize(5);
  }

  private static List<String> withoutTimes(RunFolder run) throws IOException {
    return Files.readAllLines(run.table()).stream()
        .map(line -> String.join(",", Stream.of(line.split(",")).limit(8).toList()))
        .toList();
  }

  @Test
  void theModelKeptIsThatOfTheBestEpoch() {
    INDArray[] after = new INDArray[6];
    RunFolder run = new RunFolder(folder);
    Trainer<TranslationModel> trainer = task.trainer(options(6).build(), folder, watcher);
    watcher.afterBatch = () -> after[watcher.losses.size()] = parametersOf(trainer.model());
    assertThat(train(trainer)).isTrue();
    EpochFigures best =
        watcher.epochs.stream().filter(EpochFigures::best).reduce((a, b) -> b).orElseThrow();
    assertThat(parameters(run.model())).isEqualTo(after[best.epoch()]);
    double highest =
        watcher.epochs.stream().mapToDouble(e -> e.scores().bleu().score()).max().orElseThrow();
    assertThat(best.scores().bleu().score()).isEqualTo(highest);
    assertThat(parameters(run.checkpoint())).isEqualTo(after[5]);
  }

  private static INDArray parametersOf(TranslationModel model) {
    return model.graph().params().dup();
  }

  @Test
  void itEndsWhenNothingGetsBetter() {
    TrainingOptions options = options(50).optPatience(2).build();
    Trainer<TranslationModel> trainer = task.trainer(options, folder, watcher);
    // Whatever is learnt is lost again: only the first epoch can be the best.
    INDArray start = parametersOf(trainer.model());
    watcher.afterBatch = () -> trainer.model().graph().params().assign(start);
    assertThat(train(trainer)).isTrue();
    assertThat(watcher.endings).containsExactly("best 0");
    assertThat(watcher.epochs).extracting(EpochFigures::best).containsExactly(true, false, false);

    TinyTask.Watcher again = new TinyTask.Watcher();
    assertThat(train(Trainer.resume(new RunFolder(folder), again))).isTrue();
    assertThat(again.batches).isZero();
  }

  @Test
  void theMeanIsThatOfTheLastModels() {
    RunFolder run = new RunFolder(folder);
    Trainer<TranslationModel> trainer =
        task.trainer(options(5).optAverage(3).build(), folder, watcher);
    train(trainer);
    assertThat(run.epochModel(1)).doesNotExist(); // no longer among the last three
    INDArray mean = Nd4j.zerosLike(trainer.model().graph().params());
    for (int epoch = 2; epoch < 5; epoch++) {
      mean.addi(parameters(run.epochModel(epoch)));
    }
    mean.divi(3);
    RunFiles files = new RunFiles(run, trainer.model().graph(), trainer.card(), trainer.options());
    RunFiles.Mean averaged = files.mean(5);
    assertThat(averaged.models()).isEqualTo(3);
    assertThat(averaged.parameters().sub(mean).amaxNumber().doubleValue())
        .isCloseTo(0, within(1e-6));
    // The checkpoint is the last epoch's, whatever became of the mean.
    assertThat(parameters(run.checkpoint())).isEqualTo(parameters(run.epochModel(4)));
  }

  @Test
  void samplesAreTranslatedAfterEachEpoch() throws IOException {
    train(task.trainer(options(2).build(), folder, watcher));
    assertThat(watcher.epochs.get(1).samples())
        .hasSize(3)
        .extracting(EpochFigures.Sample::source)
        .containsExactlyElementsOf(
            IntStream.of(1, 4, 7).mapToObj(i -> task.pairs.get(i).source()).toList());
    assertThat(Files.readAllLines(new RunFolder(folder).samples()))
        .hasSize(7)
        .element(4)
        .asString()
        .startsWith("2," + task.pairs.get(1).source() + "," + task.pairs.get(1).target() + ",");
  }

  @Test
  void aLossThatIsNoNumberStopsWithTheBatchNamedAndTheLastGoodCheckpointKept() throws IOException {
    RunFolder run = new RunFolder(folder);
    Trainer<TranslationModel> trainer = task.trainer(options(3).build(), folder, watcher);
    int batches = trainer.updates(task.encoded) / 3;
    byte[][] kept = new byte[1][];
    watcher.afterBatch =
        () -> {
          if (watcher.losses.size() == 1 && kept[0] == null) {
            kept[0] = bytes(run.checkpoint());
            INDArray parameters = trainer.model().graph().params(); // the last is an output's bias
            parameters.putScalar(parameters.length() - 1, Double.NaN);
          }
        };
    assertThatThrownBy(() -> train(trainer))
        .isInstanceOf(UserError.class)
        .hasMessageMatching(
            "the loss is not a number in batch 2 of \\d+ of epoch 2 \\(update \\d+; its first source:"
                + " [012]+\\): train anew with a smaller --learning-rate or --clip; the last good"
                + " checkpoint is .*checkpoint.zip");
    assertThat(watcher.batches).isEqualTo(batches + 1);
    assertThat(bytes(run.checkpoint())).isEqualTo(kept[0]);
    assertThat(train(Trainer.resume(run, new TinyTask.Watcher()))).isTrue();
  }

  @Test
  void aLossThatIsNoNumberBeforeTheFirstCheckpointNamesNone() {
    Trainer<TranslationModel> trainer = task.trainer(options(3).build(), folder, watcher);
    watcher.afterBatch =
        () -> {
          INDArray parameters = trainer.model().graph().params();
          parameters.putScalar(parameters.length() - 1, Double.NaN);
        };
    assertThatThrownBy(() -> train(trainer))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("or --clip; there is no checkpoint yet");
    assertThat(new RunFolder(folder).checkpoint()).doesNotExist();
  }

  /** The last update of an epoch broke the model: no next loss tells, but it is not saved. */
  @Test
  void aModelThatIsNoNumberIsNotSaved() {
    RunFolder run = new RunFolder(folder);
    Trainer<TranslationModel> trainer = task.trainer(options(3).build(), folder, watcher);
    int batches = trainer.updates(task.encoded) / 3;
    byte[][] kept = new byte[2][];
    watcher.afterBatch =
        () -> {
          if (watcher.losses.size() == 1) {
            kept[0] = bytes(run.checkpoint());
            kept[1] = bytes(run.model());
            if (watcher.batches == 2 * batches) {
              trainer.model().graph().params().putScalar(7, Double.POSITIVE_INFINITY);
            }
          }
        };
    assertThatThrownBy(() -> train(trainer))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no longer numbers")
        .hasMessageContaining("last good checkpoint");
    assertThat(bytes(run.checkpoint())).isEqualTo(kept[0]);
    assertThat(bytes(run.model())).isEqualTo(kept[1]);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void theRateFollowsTheSchedule() {
    Schedule falling = new Schedule(Schedule.Kind.LINEAR, 0, 0.5, 1);
    train(task.trainer(options(4).optSchedule(falling).build(), folder, watcher));
    List<Double> rates = watcher.epochs.stream().map(EpochFigures::learningRateFactor).toList();
    IntStream.range(0, 4)
        .forEach(i -> assertThat(rates.get(i)).isBetween(0.75 - 0.25 * i, 0.92 - 0.25 * i));
  }

  @Test
  void aRateOfNextToNothingChangesNextToNothing() {
    Schedule slow = new Schedule(Schedule.Kind.CONSTANT, 1 << 30, 0.5, 1);
    Trainer<TranslationModel> trainer =
        task.trainer(options(1).optSchedule(slow).build(), folder, watcher);
    INDArray start = parametersOf(trainer.model());
    train(trainer);
    double moved = start.sub(trainer.model().graph().params()).amaxNumber().doubleValue();
    assertThat(moved).isBetween(0.0, 1e-6);
  }
}
