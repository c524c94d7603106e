package io.github.dl4jattention.ui.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.ui.Samples;
import io.github.dl4jattention.ui.records.QualityRecord;
import io.github.dl4jattention.ui.records.RecordQueue;
import io.github.dl4jattention.ui.records.RecordWriter;
import io.github.dl4jattention.ui.records.TrialRecord;
import java.io.BufferedReader;
import java.nio.file.Path;
import org.deeplearning4j.core.storage.StatsStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is killed with -9 while it writes leaves a file with all it had written. */
class KilledWriterTests {
  private static final int WRITTEN = 300;

  @TempDir private Path folder;

  /** Writes trials for ever, and says the number of each that is in the file. */
  static final class Writer {
    public static void main(String[] arguments) {
      StatsStorage storage = StorageFile.write(Path.of(arguments[0]));
      Samples.write(storage, "killed");
      try (RecordQueue queue = new RecordQueue(storage)) {
        RecordWriter writer = new RecordWriter(storage, queue, "killed");
        storage.registerStatsStorageListener(event -> System.out.println(event.getTimestamp()));
        for (int number = 1; number <= 10_000; number++) {
          writer.putTrial(Samples.trial(number, number));
        }
      }
    }
  }

  @Test
  void nothingThatWasWrittenIsLost() throws Exception {
    Path file = folder.resolve("dashboard.db");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines = process.inputReader()) {
      String line = lines.readLine();
      while (line != null && !line.equals(Integer.toString(WRITTEN))) {
        line = lines.readLine();
      }
      process.destroyForcibly().waitFor();
    }
    StatsStorage storage = StorageFile.open(file);
    assertThat(storage.getAllUpdatesAfter("killed", TrialRecord.TYPE, 2))
        .hasSizeGreaterThanOrEqualTo(WRITTEN - 2)
        .allMatch(record -> ((TrialRecord) record).score() == record.getTimeStamp());
    assertThat(storage.getAllUpdatesAfter("killed", QualityRecord.TYPE, -1)).hasSize(1);
    storage.close();
    StatsStorage again = StorageFile.write(file);
    Samples.write(again, "after");
    assertThat(again.listSessionIDs()).containsExactlyInAnyOrder("killed", "after");
    again.close();
  }
}
