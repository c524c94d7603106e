package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.search.trial.Best;
import io.github.dl4jattention.zoo.search.trial.Ledger;
import io.github.dl4jattention.zoo.search.trial.SearchListener;
import io.github.dl4jattention.zoo.search.trial.TrialRecord;
import io.github.dl4jattention.zoo.search.trial.TrialState;
import java.io.PrintWriter;
import java.util.Locale;

/** A search on the terminal, a line a trial; and its files, which are brought up to date. */
final class SearchView implements SearchListener {
  private final PrintWriter err;
  private final Ledger ledger;
  private final TrialFolders folders;
  private final TrialTable table;
  private final boolean minimize;
  private int published = -1;

  SearchView(
      PrintWriter err, Ledger ledger, TrialFolders folders, TrialTable table, boolean minimize) {
    this.err = err;
    this.ledger = ledger;
    this.folders = folders;
    this.table = table;
    this.minimize = minimize;
  }

  @Override
  public void ended(TrialRecord trial) {
    TrialRecord best = Best.of(ledger.trials(), minimize);
    err.printf(
        Locale.ROOT,
        "trial %d %s%s  (%.0f s)  %s%s%n",
        trial.number(),
        trial.state() == TrialState.RUNNING ? "failed, is tried again" : TrialTable.state(trial),
        trial.score() == null ? "" : String.format(Locale.ROOT, " %.4f", trial.score()),
        trial.seconds(),
        trial.settings(),
        trial.cause() == null || trial.score() != null ? "" : ": " + trial.cause());
    if (best != null && best.number() == trial.number()) {
      err.println("  the best so far");
    }
    err.flush();
    update();
  }

  /** Also when a search goes on: the one before may have been killed in the middle of this. */
  void update() {
    TrialRecord best = Best.of(ledger.trials(), minimize);
    table.write(folders.table(), ledger.trials());
    if (best != null && best.number() != published) {
      folders.publish(best.number());
      published = best.number();
    }
    for (TrialRecord trial : ledger.trials()) {
      if (trial.state().isEnd() && trial.number() != best(best)) {
        folders.forget(trial.number());
      }
    }
  }

  private static int best(TrialRecord best) {
    return best == null ? -1 : best.number();
  }
}
