package io.github.dl4jattention.zoo.search.trial;

import io.github.dl4jattention.zoo.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the events of a {@link Ledger} come to. */
final class TrialBook {
  private final Path file;
  private final List<TrialRecord> trials = new ArrayList<>();

  TrialBook(Path file) {
    this.file = file;
  }

  List<TrialRecord> trials() {
    return List.copyOf(trials);
  }

  /** A {@link UserError} if the event cannot follow what was before. */
  void add(LedgerEvent event) {
    if (event instanceof LedgerEvent.Started started) {
      start(started);
    } else if (event instanceof LedgerEvent.Told told) {
      put(running(told.trial()).withStep(told.step(), told.score()));
    } else if (event instanceof LedgerEvent.Ended ended) {
      put(
          running(ended.trial())
              .ended(ended.state(), ended.score(), ended.cause(), ended.seconds()));
    }
  }

  private void start(LedgerEvent.Started started) {
    if (started.trial() < trials.size()) {
      put(running(started.trial()).again());
    } else if (started.trial() == trials.size()) {
      trials.add(TrialRecord.started(started.trial(), started.coordinates(), started.settings()));
    } else {
      throw damaged(started.trial());
    }
  }

  private TrialRecord running(int number) {
    if (number >= trials.size() || trials.get(number).state().isEnd()) {
      throw damaged(number);
    }
    return trials.get(number);
  }

  private void put(TrialRecord trial) {
    trials.set(trial.number(), trial);
  }

  private UserError damaged(int number) {
    return new UserError(
        "%s tells of trial %d what cannot be: restore the file, or start anew with --overwrite"
            .formatted(file, number));
  }
}
