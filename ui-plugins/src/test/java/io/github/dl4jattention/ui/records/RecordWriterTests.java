package io.github.dl4jattention.ui.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.ui.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.Test;

class RecordWriterTests {
  private final StatsStorage storage = new InMemoryStatsStorage();

  private static List<Integer> iterations(StatsStorage storage, String worker) {
    return storage.getAllUpdatesAfter("s", AttentionRecord.TYPE, worker, -1).stream()
        .map(record -> ((AttentionRecord) record).progress().iteration())
        .sorted()
        .toList();
  }

  @Test
  void attentionIsBoundedAndSpansTheWholeTraining() {
    try (RecordQueue queue = new RecordQueue(storage)) {
      RecordWriter writer = new RecordWriter(storage, queue, "s");
      writer.putExamples(List.of(Samples.example(0), Samples.example(1)));
      for (int i = 0; i <= 5_000; i++) {
        writer.putAttention(List.of(Samples.attention(0, i), Samples.attention(1, i)));
      }
    }
    assertThat(iterations(storage, "example-0"))
        .hasSizeBetween(Limits.ITERATIONS / 2, Limits.ITERATIONS)
        .contains(0, 5_000)
        .isEqualTo(iterations(storage, "example-1"));
    assertThat(storage.getAllStaticInfos("s", AttentionRecord.TYPE)).hasSize(2);
  }

  @Test
  void aSessionIsGoneOnWith() {
    for (int life = 0; life < 3; life++) {
      try (RecordQueue queue = new RecordQueue(storage)) {
        RecordWriter writer = new RecordWriter(storage, queue, "s");
        writer.putExamples(List.of(Samples.example(0)));
        for (int i = 150 * life; i < 150 * life + 200; i++) {
          writer.putAttention(List.of(Samples.attention(0, i)));
          writer.putQuality(Samples.quality(i));
        }
      }
    }
    assertThat(iterations(storage, "example-0"))
        .hasSizeLessThanOrEqualTo(Limits.ITERATIONS)
        .contains(0, 499)
        .doesNotHaveDuplicates();
    assertThat(storage.getAllUpdatesAfter("s", QualityRecord.TYPE, -1)).hasSize(500);
  }

  @Test
  void aTrialReplacesItself() {
    try (RecordQueue queue = new RecordQueue(storage)) {
      RecordWriter writer = new RecordWriter(storage, queue, "s");
      writer.putSearch(Samples.search());
      writer.putTrial(Samples.trial(1, Double.NaN));
      writer.putTrial(Samples.trial(1, 3));
    }
    List<Persistable> trials = storage.getAllUpdatesAfter("s", TrialRecord.TYPE, -1);
    assertThat(trials).hasSize(1);
    assertThat(((TrialRecord) trials.get(0)).score()).isEqualTo(3);
  }

  @Test
  void reportsOfOneMillisecondAreAllKept() {
    try (RecordQueue queue = new RecordQueue(storage)) {
      for (int i = 0; i < 1_000; i++) {
        SbeStatsReport report = new SbeStatsReport();
        report.reportIDs("s", StatsListener.TYPE_ID, "w", 1_700_000_000_000L);
        report.reportScore(i);
        queue.putUpdate(report);
      }
    }
    assertThat(storage.getAllUpdatesAfter("s", StatsListener.TYPE_ID, "w", 0))
        .extracting(report -> ((SbeStatsReport) report).getScore())
        .hasSize(1_000)
        .isSorted();
  }

  @Test
  void nothingIsLostWhenTheStorageIsSlow() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    List<Persistable> written = new ArrayList<>();
    StatsStorage slow =
        new InMemoryStatsStorage() {
          @Override
          public void putUpdate(Persistable update) {
            try {
              go.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            written.add(update);
          }
        };
    RecordQueue queue = new RecordQueue(slow);
    Thread training =
        new Thread(
            () -> {
              for (int i = 1; i <= 3 * RecordQueue.CAPACITY; i++) {
                queue.putUpdate(Samples.trial(i, i));
              }
            });
    training.start();
    while (training.getState() != Thread.State.WAITING) {
      Thread.onSpinWait(); // Until the queue is full and the training waits.
    }
    go.countDown();
    training.join();
    queue.close();
    assertThat(written)
        .extracting(record -> ((TrialRecord) record).number())
        .hasSize(3 * RecordQueue.CAPACITY)
        .isSorted();
  }

  @Test
  void aStorageThatRefusesStopsNobody() {
    StatsStorage broken =
        new InMemoryStatsStorage() {
          @Override
          public void putUpdate(Persistable update) {
            throw new IllegalStateException("the disk is full");
          }
        };
    RecordQueue queue = new RecordQueue(broken);
    queue.putUpdate(Samples.trial(1, 1));
    queue.putUpdate(Samples.trial(2, 2));
    queue.close();
    assertThat(queue.refused()).isEqualTo(2);
  }

  @Test
  void nothingIsTakenAfterTheEnd() {
    RecordQueue queue = new RecordQueue(storage);
    queue.close();
    queue.close();
    assertThatThrownBy(() -> queue.putUpdate(Samples.trial(1, 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("write before close()");
  }
}
