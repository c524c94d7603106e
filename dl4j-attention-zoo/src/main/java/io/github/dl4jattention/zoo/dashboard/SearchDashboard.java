package io.github.dl4jattention.zoo.dashboard;

import io.github.dl4jattention.ui.records.Better;
import io.github.dl4jattention.ui.records.Limits;
import io.github.dl4jattention.ui.records.SearchRecord;
import io.github.dl4jattention.ui.records.TrialRecord.Status;
import io.github.dl4jattention.ui.records.TrialRecord.Value;
import io.github.dl4jattention.zoo.search.importance.Importance;
import io.github.dl4jattention.zoo.search.space.Hyperparameter;
import io.github.dl4jattention.zoo.search.space.SearchSpace;
import io.github.dl4jattention.zoo.search.trial.Ledger;
import io.github.dl4jattention.zoo.search.trial.SearchListener;
import io.github.dl4jattention.zoo.search.trial.TrialRecord;
import io.github.dl4jattention.zoo.search.trial.TrialState;
import io.github.dl4jattention.zoo.training.RunFolder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A search of hyperparameters in the dashboard, while it runs: each trial as it starts, tells a
 * score and ends, and after each that came to its end what mattered so far. All of it is in the
 * search's folder, too.
 *
 * <pre>{@code
 * try (SearchDashboard dashboard =
 *     SearchDashboard.start(space, new SearchDashboard.Score("loss", true), ledger, run, where)) {
 *   System.out.println(dashboard.url());
 *   TrialRunner.<Settings>builder().optListener(dashboard) ...
 * }
 * }</pre>
 *
 * <p>What the ledger has of an earlier search is shown from the start, whether that search was in
 * the dashboard or not. Of a search with more than {@link Limits#TRIALS} trials the first are
 * shown.
 */
public final class SearchDashboard implements SearchListener, AutoCloseable {
  private final SearchSpace space;
  private final List<Hyperparameter> searched;
  private final Score score;
  private final Ledger ledger;
  private final LiveStorage live;
  private final Map<Integer, Long> since = new HashMap<>();

  /**
   * What trials are compared by.
   *
   * @param name as it is shown
   * @param minimize whether less is better
   */
  public record Score(String name, boolean minimize) {}

  private SearchDashboard(SearchSpace space, Score score, Ledger ledger, LiveStorage live) {
    this.space = space;
    List<String> dimensions = space.dimensions();
    this.searched =
        space.hyperparameters().stream()
            .filter(one -> dimensions.contains(one.name()))
            .limit(Limits.PARAMETERS)
            .toList();
    this.score = score;
    this.ledger = ledger;
    this.live = live;
    putSearch();
    ledger.trials().forEach(this::put);
  }

  /**
   * Starts the dashboard of a search.
   *
   * @param space what is searched; hyperparameters with one value are not shown
   * @param score what trials are compared by
   * @param ledger of the search, open
   * @param run where the records are kept; a search that goes on goes on with them
   * @param where where the server listens
   * @return a dashboard that can be reached, and to be told of the search
   * @throws io.github.dl4jattention.zoo.UserError if it cannot start, or the records not be kept
   */
  public static SearchDashboard start(
      SearchSpace space, Score score, Ledger ledger, RunFolder run, Where where) {
    return Where.mendable(
        () -> new SearchDashboard(space, score, ledger, LiveStorage.open(run, where)));
  }

  /**
   * Where a browser finds it.
   *
   * @return the address of the page of searches, with the token where one is needed
   */
  public String url() {
    return live.dashboard().url().replaceFirst("(:[0-9]+)/attention", "$1/attention/search");
  }

  @Override
  public void started(TrialRecord trial) {
    since.put(trial.number(), System.nanoTime());
    put(trial);
  }

  @Override
  public void told(TrialRecord trial) {
    put(trial);
  }

  @Override
  public void ended(TrialRecord trial) {
    since.remove(trial.number());
    put(trial);
    if (trial.state() == TrialState.FINISHED) {
      putSearch();
    }
  }

  private void putSearch() {
    Map<String, Double> importance = Importance.of(space, ledger.trials());
    live.writer()
        .putSearch(
            new SearchRecord(
                Limits.shortened(score.name(), Limits.NAME),
                score.minimize() ? Better.LOWER : Better.HIGHER,
                searched.stream()
                    .map(
                        one ->
                            new SearchRecord.Parameter(
                                one.name(),
                                one.range().isNumeric(),
                                one.range().isLogarithmic(),
                                importance.getOrDefault(one.name(), Double.NaN)))
                    .toList()));
  }

  private void put(TrialRecord trial) {
    if (trial.number() < Limits.TRIALS) {
      live.writer()
          .putTrial(
              new io.github.dl4jattention.ui.records.TrialRecord(
                  trial.number(),
                  status(trial.state()),
                  scoreOf(trial),
                  trial.seconds() + secondsSince(since.get(trial.number())),
                  System.currentTimeMillis(),
                  values(trial)));
    }
  }

  private static Status status(TrialState state) {
    return switch (state) {
      case RUNNING -> Status.RUNNING;
      case FINISHED -> Status.DONE;
      case PRUNED -> Status.PRUNED;
      case FAILED -> Status.FAILED;
    };
  }

  /** Of a trial that runs, what it told last. */
  private static double scoreOf(TrialRecord trial) {
    if (trial.score() != null) {
      return trial.score();
    }
    return trial.state() == TrialState.RUNNING && trial.lastTold() != null
        ? trial.lastTold()
        : Double.NaN;
  }

  private static double secondsSince(Long start) {
    double nanos = start == null ? 0 : System.nanoTime() - start;
    return nanos / TimeUnit.SECONDS.toNanos(1);
  }

  private List<Value> values(TrialRecord trial) {
    List<Value> values = new ArrayList<>();
    if (trial.coordinates().isEmpty()) {
      return values; // The generator could not make it.
    }
    Map<String, String> used = space.getValue(trial.point()).values();
    for (Hyperparameter one : searched) {
      String text = used.get(one.name());
      if (text != null) {
        values.add(
            one.range().isNumeric()
                ? Value.of(one.name(), Double.parseDouble(text))
                : Value.of(one.name(), Limits.shortened(text, Limits.NAME)));
      }
    }
    return values;
  }

  /** Writes what waits to be written, and stops the server. */
  @Override
  public void close() {
    live.close();
  }
}
