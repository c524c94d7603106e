package io.github.dl4jattention.zoo.search.trial;

import io.github.dl4jattention.zoo.search.strategy.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** A process that searches, with trials that fail at random and an end that comes at random. */
final class KilledSearch {
  static final int TRIALS = 24;
  static final int WORKERS = 4;
  static final int KILLED = 137;

  private KilledSearch() {}

  /**
   * Ledger, a file that each begun trial is noted in, a seed, and how often in 1000 it is killed.
   */
  public static void main(String[] arguments) throws IOException {
    Path begun = Path.of(arguments[1]);
    Random random = new Random(Long.parseLong(arguments[2]));
    int killsInThousand = Integer.parseInt(arguments[3]);
    try (Ledger ledger = Ledger.open(Path.of(arguments[0]))) {
      Mock.runner(Strategy.BAYES, TRIALS, ledger)
          .setObjective(
              trial -> {
                note(begun, trial.number());
                for (int step = 0; step < 3; step++) {
                  trial.tell(step, step);
                  fate(random, killsInThousand);
                }
                return Mock.cost(trial.candidate());
              })
          .optListener(
              new SearchListener() {
                @Override
                public void ended(TrialRecord trial) {
                  fate(random, killsInThousand);
                }
              })
          .optWorkers(WORKERS)
          .build()
          .execute();
    }
  }

  private static synchronized void note(Path begun, int trial) throws IOException {
    Files.writeString(begun, trial + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Nothing runs after it, as after kill -9. */
  private static void fate(Random random, int killsInThousand) {
    int drawn = random.nextInt(1_000);
    if (drawn < killsInThousand) {
      Runtime.getRuntime().halt(KILLED);
    }
    if (drawn > 960) {
      throw new IllegalStateException("by chance");
    }
  }

  static double cost(TrialRecord trial) {
    return Mock.cost(Mock.space().getValue(trial.point()));
  }
}
