package io.github.dl4jattention.zoo.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateJsonTests {
  private static final TrainingOptions OPTIONS =
      TrainingOptions.builder()
          .setEpochs(7)
          .setBatching(Batching.ofTokens(4_000))
          .setSeed(11)
          .optThreads(3)
          .optCheckpointEvery(Duration.ofSeconds(90))
          .optSchedule(new Schedule(Schedule.Kind.INVERSE_SQUARE_ROOT, 400, 0.7, 2))
          .optSampling(new ScheduledSampling(ScheduledSampling.Decay.INVERSE_SIGMOID, 0.6))
          .optPatience(4)
          .optAverage(5)
          .build();

  private static final TrainingState STATE =
      new TrainingState(
          3,
          17,
          123.456789,
          9_876,
          1.5,
          60.25,
          new Standing(2, 33.3, 1.25, 1.125, 1, 2),
          List.of(OptionalDouble.of(-12.5), OptionalDouble.empty(), OptionalDouble.of(-0.125)));

  @Test
  void whatIsWrittenIsRead() throws IOException {
    StateJson.Checkpoint read = StateJson.parse(StateJson.write(STATE, OPTIONS));
    assertThat(read.state()).isEqualTo(STATE);
    assertThat(read.options()).isEqualTo(OPTIONS);
  }

  /** As the first version wrote it. */
  @Test
  void checkpointsOfTheFirstVersionAreRead() throws IOException {
    StateJson.Checkpoint read =
        StateJson.parse(
            """
            {"epoch": 1, "nextBatch": 4, "lossSum": 2.5, "symbols": 30, "seconds": 8.25,
             "options": {"epochs": 3, "batchSize": 128, "threads": 4, "seed": 5,
                         "checkpointSeconds": 300}}
            """);
    assertThat(read.state())
        .isEqualTo(new TrainingState(1, 4, 2.5, 30, 0, 8.25, Standing.START, List.of()));
    assertThat(read.options())
        .isEqualTo(
            TrainingOptions.builder()
                .setEpochs(3)
                .setBatching(Batching.ofPairs(128))
                .setSeed(5)
                .optThreads(4)
                .build());
  }

  @ParameterizedTest
  @CsvSource({
    "'\"epoch\" : 3', '\"epoch\" : -1', epoch",
    "'\"nextBatch\" : 17', '\"nextBatch\" : \"many\"', nextBatch",
    "'\"stale\" : 1', '\"stale\" : 1e99', stale",
    "'\"batchTokens\" : 4000', '\"batchTokens\" : 0', at least 1",
    "'\"kind\" : \"inverse-square-root\"', '\"kind\" : \"steep\"', STEEP",
    "'\"warmUp\" : 400', '\"warmUp\" : 0', warm-up",
    "'\"least\" : 0.6', '\"least\" : 7', share of true symbols",
    "'-0.125', '\"low\"', rewardBaselines",
    "'\"threads\" : 3', '\"threads\" : 1000000', threads"
  })
  void whatIsDamagedIsRefused(String right, String wrong, String named) {
    String text = StateJson.write(STATE, OPTIONS);
    assertThat(text).contains(right);
    assertThatThrownBy(() -> StateJson.parse(text.replace(right, wrong)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(named);
  }
}
