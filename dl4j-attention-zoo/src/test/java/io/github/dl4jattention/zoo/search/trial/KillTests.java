package io.github.dl4jattention.zoo.search.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Searches in processes of their own, killed again and again, whose trials fail at random: nothing
 * is lost, and nothing that ended runs again.
 */
class KillTests {
  private static final int RUNS = Integer.getInteger("search.kill.runs", 50);

  @TempDir private Path folder;

  /** Of all runs. */
  private int kills;

  private int failures;

  @Test
  @Timeout(1_800)
  void everyTrialEndsOnceWhateverKillsTheSearch() throws Exception {
    for (int run = 0; run < RUNS; run++) {
      search(run);
    }
    System.out.printf("%d runs, %d kills, %d failed attempts%n", RUNS, kills, failures);
    assertThat(kills).isGreaterThan(RUNS / 5);
    assertThat(failures).isGreaterThan(RUNS);
  }

  private void search(int run) throws Exception {
    Path ledger = folder.resolve(run + ".jsonl");
    Path begun = folder.resolve(run + ".txt");
    int before = kills;
    int code = KilledSearch.KILLED;
    for (int start = 0; code != 0; start++) {
      assertThat(start).isLessThan(50);
      code = start(ledger, begun, 1_000L * run + start);
      if (code != 0) {
        assertThat(code).isEqualTo(KilledSearch.KILLED);
        kills++;
        if (run % 2 == 0) {
          Files.writeString(ledger, "{\"event\":\"fin", StandardOpenOption.APPEND);
        }
      }
    }
    check(ledger, Files.readAllLines(begun), kills - before);
  }

  private static int start(Path ledger, Path begun, long seed)
      throws IOException, InterruptedException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            KilledSearch.class.getName(),
            ledger.toString(),
            begun.toString(),
            String.valueOf(seed),
            "8")
        .inheritIO()
        .start()
        .waitFor();
  }

  private void check(Path file, List<String> begun, int killsOfRun) {
    try (Ledger ledger = Ledger.open(file)) {
      List<TrialRecord> trials = ledger.trials();
      assertThat(trials).hasSize(KilledSearch.TRIALS);
      // That no ended trial begins again the ledger holds: it refuses such lines.
      assertThat(trials).allMatch(trial -> trial.state().isEnd());
      int attempts = 0;
      for (TrialRecord trial : trials) {
        attempts += trial.attempts();
        failures += trial.attempts() - (trial.state() == TrialState.FINISHED ? 1 : 0);
        if (trial.state() == TrialState.FINISHED) {
          assertThat(trial.score()).isEqualTo(KilledSearch.cost(trial));
        } else {
          assertThat(trial.attempts()).isEqualTo(2);
          assertThat(trial.cause()).contains("by chance");
        }
      }
      // What began ended, or was under way when the search was killed: at most one a worker.
      assertThat(begun.size()).isBetween(attempts, attempts + killsOfRun * KilledSearch.WORKERS);
    }
  }
}
