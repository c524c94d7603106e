package io.github.dl4jattention.zoo.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.TranslationModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Epochs, checkpoints, and going on from one. */
class TrainerTests {
  private static final int EPOCHS = 3;
  private static final int BATCHES_AN_EPOCH = 7; // 50 pairs, 8 a batch

  @TempDir private Path folder;
  private final TinyTask task = new TinyTask();

  private boolean train(Trainer<TranslationModel> trainer) {
    return trainer.train(task.encoded, PairValidation.ofSymbols(task.encoded.subList(0, 5)));
  }

  /** Stopped in the middle of an epoch, at its start, and in the last one. */
  @ParameterizedTest
  @ValueSource(ints = {3, BATCHES_AN_EPOCH, 2 * BATCHES_AN_EPOCH + 1})
  void aTrainingThatGoesOnGivesWhatOneWithoutABreakGives(int stopAfter) {
    TrainingOptions options = task.options(EPOCHS, 2);
    TinyTask.Watcher whole = new TinyTask.Watcher();
    Trainer<TranslationModel> unbroken = task.trainer(options, folder.resolve("unbroken"), whole);
    assertThat(train(unbroken)).isTrue();

    TinyTask.Watcher first = new TinyTask.Watcher();
    Trainer<TranslationModel> stopped = task.trainer(options, folder.resolve("stopped"), first);
    first.afterBatch =
        () -> {
          if (first.batches == stopAfter) {
            stopped.requestStop();
          }
        };
    assertThat(train(stopped)).isFalse();
    assertThat(first.stops).isEqualTo(1);

    TinyTask.Watcher second = new TinyTask.Watcher();
    RunFolder run = new RunFolder(folder.resolve("stopped"));
    Trainer<TranslationModel> goingOn = Trainer.resume(run, second);
    assertThat(goingOn.options()).isEqualTo(options);
    assertThat(train(goingOn)).isTrue();

    assertThat(first.batches + second.batches).isEqualTo(EPOCHS * BATCHES_AN_EPOCH);
    assertThat(goingOn.model().graph().params()).isEqualTo(unbroken.model().graph().params());
    assertThat(Stream.concat(first.losses.stream(), second.losses.stream()).toList())
        .isEqualTo(whole.losses);
    assertThat(figures(goingOn)).isEqualTo(figures(unbroken)).hasSize(EPOCHS);
  }

  private static List<Double> figures(Trainer<TranslationModel> trainer) {
    List<Double> losses = new java.util.ArrayList<>();
    trainer
        .card()
        .provenance()
        .path("figures")
        .forEach(figure -> losses.add(figure.path("heldOutLoss").asDouble()));
    return losses;
  }

  @Test
  void aRunLeavesAModelACheckpointAndItsProvenanceAndNothingElse() throws IOException {
    train(task.trainer(task.options(1, 1), folder, new TinyTask.Watcher()));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("model.zip", "checkpoint.zip", "provenance.json");
    }
    JsonNode provenance = new ObjectMapper().readTree(folder.resolve("provenance.json").toFile());
    assertThat(provenance.path("seed").asInt()).isEqualTo(3);
    assertThat(provenance.path("data").path("trainingSha256").asText()).hasSize(64);
    assertThat(provenance.path("settings").path("decoderUnits").asInt()).isEqualTo(5);
    assertThat(provenance.path("figures").get(0).path("heldOutExamples").asInt()).isEqualTo(5);
    assertThat(provenance.path("versions").path("deeplearning4j").asText()).isEqualTo("1.0.0-M2.1");
  }

  @Test
  void dl4jLoadsTheModelByItself() throws IOException {
    Trainer<TranslationModel> trainer =
        task.trainer(task.options(1, 1), folder, new TinyTask.Watcher());
    train(trainer);
    ComputationGraph graph =
        ModelSerializer.restoreComputationGraph(folder.resolve("model.zip").toFile());
    assertThat(graph.params()).isEqualTo(trainer.model().graph().params());
  }

  @Test
  void aCheckpointIsWrittenAsOftenAsAskedFor() {
    TrainingOptions often = task.builder(1, 1).optCheckpointEvery(Duration.ZERO).build();
    TinyTask.Watcher watcher = new TinyTask.Watcher();
    Path checkpoint = folder.resolve("checkpoint.zip");
    watcher.afterBatch = () -> assertThat(Files.exists(checkpoint)).isEqualTo(watcher.batches > 1);
    train(task.trainer(often, folder, watcher));
    assertThat(watcher.batches).isEqualTo(BATCHES_AN_EPOCH);
  }

  @Test
  void aModelWithoutTrainingStateIsNoCheckpoint() {
    Trainer<TranslationModel> trainer =
        task.trainer(task.options(1, 1), folder, new TinyTask.Watcher());
    RunFolder run = new RunFolder(folder);
    ModelFile.write(run.checkpoint(), trainer.model().graph(), trainer.card(), null);
    assertThatThrownBy(() -> Trainer.resume(run, new TinyTask.Watcher()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("checkpoint.zip")
        .hasMessageContaining("without --resume");
  }
}
