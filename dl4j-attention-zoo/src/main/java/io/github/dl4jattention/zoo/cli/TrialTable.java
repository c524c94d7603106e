package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.search.importance.Importance;
import io.github.dl4jattention.zoo.search.space.Hyperparameter;
import io.github.dl4jattention.zoo.search.space.SearchSpace;
import io.github.dl4jattention.zoo.search.trial.Best;
import io.github.dl4jattention.zoo.search.trial.TrialRecord;
import io.github.dl4jattention.zoo.search.trial.TrialState;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The trials of a search as a table, for people and for programs. */
final class TrialTable {
  private static final int SHOWN = 10;

  private final SearchSpace space;
  private final boolean minimize;

  TrialTable(SearchSpace space, boolean minimize) {
    this.space = space;
    this.minimize = minimize;
  }

  /** All trials, a line each; whole or not at all. */
  void write(Path file, List<TrialRecord> trials) {
    StringBuilder csv = new StringBuilder("trial,state,score,seconds,attempts");
    space.hyperparameters().forEach(one -> csv.append(',').append(one.name()));
    csv.append(",cause\n");
    for (TrialRecord trial : trials) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%d,%s,%s,%.1f,%d",
              trial.number(),
              state(trial),
              trial.score() == null ? "" : trial.score(),
              trial.seconds(),
              trial.attempts()));
      Map<String, String> values = space.getValue(trial.point()).values();
      for (Hyperparameter one : space.hyperparameters()) {
        csv.append(',').append(values.getOrDefault(one.name(), ""));
      }
      csv.append(',').append(quoted(trial.cause())).append('\n');
    }
    AtomicFiles.writeText(file, csv.toString());
  }

  private static String quoted(String text) {
    return text == null ? "" : '"' + text.replace("\"", "\"\"") + '"';
  }

  static String state(TrialRecord trial) {
    return trial.state().name().toLowerCase(Locale.ROOT);
  }

  /** The best of some trials; null if none has finished. */
  TrialRecord best(List<TrialRecord> trials) {
    return Best.of(trials, minimize);
  }

  /** The best trials, and what mattered. */
  void print(PrintWriter out, List<TrialRecord> trials) {
    Comparator<TrialRecord> byScore = Comparator.comparingDouble(TrialRecord::score);
    List<TrialRecord> finished =
        trials.stream()
            .filter(trial -> trial.state() == TrialState.FINISHED)
            .sorted(minimize ? byScore : byScore.reversed())
            .toList();
    out.println("trial      score  seconds  settings");
    for (TrialRecord trial : finished.subList(0, Math.min(SHOWN, finished.size()))) {
      out.printf(
          Locale.ROOT,
          "%5d %10.4f %8.0f  %s%n",
          trial.number(),
          trial.score(),
          trial.seconds(),
          trial.settings());
    }
    long pruned = trials.stream().filter(t -> t.state() == TrialState.PRUNED).count();
    long failed = trials.stream().filter(t -> t.state() == TrialState.FAILED).count();
    out.printf(
        "%d trials: %d finished, %d ended early, %d failed%n",
        trials.size(), finished.size(), pruned, failed);
    Map<String, Double> importance = Importance.of(space, trials);
    if (!importance.isEmpty()) {
      out.println("share of the scores' variance that each hyperparameter explains alone:");
      importance.forEach(
          (name, share) -> out.printf(Locale.ROOT, "  %4.0f%%  %s%n", 100 * share, name));
    }
  }
}
