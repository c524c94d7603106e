package io.github.dl4jattention.zoo.search.trial;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.search.pruning.Pruner;
import io.github.dl4jattention.zoo.search.space.ConditionalSpace;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultReference;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxTimeCondition;
import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.StatusListener;

/**
 * Runs the trials of a search, several at a time, and loses none.
 *
 * <pre>{@code
 * OptimizationConfiguration configuration =
 *     new OptimizationConfiguration.Builder()
 *         .candidateGenerator(new TreeParzenGenerator(space, true))
 *         .scoreFunction(new Direction(true))
 *         .terminationConditions(new MaxCandidatesCondition(60))
 *         .rngSeed(1)
 *         .build();
 * try (Ledger ledger = Ledger.open(Path.of("search/ledger.jsonl"))) {
 *   TrialRunner<Settings> runner =
 *       TrialRunner.<Settings>builder()
 *           .setConfiguration(configuration)
 *           .setObjective(trial -> lossAfterTraining(trial.candidate()))
 *           .setLedger(ledger)
 *           .optWorkers(4)
 *           .build();
 *   runner.execute();
 *   System.out.println(runner.bestScore());
 * }
 * }</pre>
 *
 * <p>Each event of a trial is in the {@link Ledger} before the search goes on. A search that is
 * killed goes on from there: ended trials stay ended, those under way begin anew, and the generator
 * is led through what was, so that with one worker and one seed the trials are the same as without
 * the break. A trial that fails is tried once more, unless it is a {@link UserError}, and never
 * ends the search.
 *
 * @param <C> what the space's candidates are
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // Arbiter's candidates have no types.
public final class TrialRunner<C> implements IOptimizationRunner {
  private static final int ATTEMPTS = 2;
  private static final int FAILED_CANDIDATES = 100;
  private static final long LOOK_AT_CLOCK_MILLIS = 100;

  private final OptimizationConfiguration configuration;
  private final Objective<C> objective;
  private final Ledger ledger;
  private final int workers;
  private final Pruner pruner;
  private final String description;
  private final Candidates candidates;
  private final Observers observers;
  private final Deque<Integer> again = new ArrayDeque<>();
  private volatile boolean noMore;
  private volatile boolean endNow;
  private final AtomicInteger running = new AtomicInteger();
  private volatile Long bestTime;
  private int failedInARow;

  TrialRunner(TrialRunnerBuilder<C> builder) {
    this.configuration = builder.configuration;
    this.objective = builder.objective;
    this.ledger = builder.ledger;
    this.workers = builder.workers;
    this.pruner = builder.pruner;
    this.description = builder.description;
    this.candidates = new Candidates(configuration.getCandidateGenerator(), ledger);
    this.observers = new Observers(this, builder.listeners);
  }

  /**
   * A runner, of which configuration, objective and ledger are required.
   *
   * @param <C> what the space's candidates are
   * @return a builder
   */
  public static <C> TrialRunnerBuilder<C> builder() {
    return new TrialRunnerBuilder<>();
  }

  /**
   * Runs trials until a condition ends the search, the generator has no more, or {@link #shutdown}
   * is called.
   *
   * @throws UserError if the ledger is another search's or cannot be written
   */
  @Override
  public void execute() {
    ledger.begin(
        new LedgerHead(
            configuration.getCandidateGenerator().getClass().getSimpleName(),
            configuration.getRngSeed() == null ? 0 : configuration.getRngSeed(),
            minimize(),
            describe(configuration.getCandidateGenerator().getParameterSpace()) + description));
    candidates.replay();
    ledger.trials().stream()
        .filter(trial -> !trial.state().isEnd())
        .forEach(trial -> again.add(trial.number()));
    observers.began();
    configuration.getTerminationConditions().forEach(condition -> condition.initialize(this));
    ExecutorService pool = Executors.newFixedThreadPool(workers, new WorkerThreads());
    try {
      loop(new ExecutorCompletionService<>(pool));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      endNow = true;
      pool.shutdown();
      observers.over();
    }
  }

  /** In the same words in each process: of Arbiter's spaces only the leaves have a text. */
  private static String describe(ParameterSpace<?> space) {
    return space instanceof ConditionalSpace ? space.toString() : space.collectLeaves().toString();
  }

  private void loop(CompletionService<Outcome> service) throws InterruptedException {
    while (true) {
      checkConditions();
      while (running.get() < workers && startNext(service)) {
        checkConditions();
      }
      if (running.get() == 0) {
        return;
      }
      Future<Outcome> done = service.poll(LOOK_AT_CLOCK_MILLIS, TimeUnit.MILLISECONDS);
      if (done != null) {
        running.decrementAndGet();
        end(outcome(done));
      }
    }
  }

  private static Outcome outcome(Future<Outcome> done) throws InterruptedException {
    try {
      return done.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("every outcome is returned", e.getCause());
    }
  }

  private void checkConditions() {
    for (TerminationCondition condition : configuration.getTerminationConditions()) {
      if (condition.terminate(this)) {
        noMore = true;
        endNow |= condition instanceof MaxTimeCondition;
      }
    }
  }

  /** Starts a trial that was broken off, or a new one; false if there is none to start. */
  private boolean startNext(CompletionService<Outcome> service) {
    if (noMore || endNow) {
      return false;
    }
    if (!again.isEmpty()) {
      start(again.remove(), service);
      return true;
    }
    while (candidates.size() < most() && candidates.hasNext()) {
      int number = candidates.size();
      Candidate candidate = candidates.next();
      if (candidate.getException() == null) {
        failedInARow = 0;
        start(number, service);
        return true;
      }
      refuse(number, candidate);
    }
    return false;
  }

  /** More trials than this never start; with several workers Arbiter's condition comes too late. */
  private int most() {
    int most = Integer.MAX_VALUE;
    for (TerminationCondition condition : configuration.getTerminationConditions()) {
      if (condition instanceof MaxCandidatesCondition count) {
        most = Math.min(most, count.getMaxCandidates());
      }
    }
    return most;
  }

  private void start(int number, CompletionService<Outcome> service) {
    Candidate candidate = candidates.get(number);
    C value = (C) candidate.getValue();
    ledger.write(
        new LedgerEvent.Started(
            number, Candidates.coordinates(candidate), Outcome.line(value.toString())));
    observers.started(trial(number));
    Trial<C> trial = new Trial<>(number, value, this);
    Future<Outcome> unused = service.submit(() -> Outcome.of(objective, trial)); // comes by poll
    running.incrementAndGet();
  }

  /** A candidate that the generator could not make is a failed trial. */
  private void refuse(int number, Candidate candidate) {
    String cause = Outcome.line(String.valueOf(candidate.getException()));
    ledger.write(new LedgerEvent.Started(number, Candidates.coordinates(candidate), ""));
    ledger.write(new LedgerEvent.Ended(number, TrialState.FAILED, null, cause, 0));
    observers.ended(trial(number), candidates.result(number, null));
    failedInARow++;
    if (failedInARow == FAILED_CANDIDATES) {
      throw new UserError(
          "%d candidates in a row could not be made (%s): mend the space"
              .formatted(FAILED_CANDIDATES, cause));
    }
  }

  private void end(Outcome outcome) {
    int number = outcome.trial();
    if (outcome.state() == TrialState.RUNNING) {
      return; // The search ends; the trial begins anew when the search goes on.
    }
    boolean repeat =
        outcome.state() == TrialState.FAILED
            && outcome.isWorthRepeating()
            && trial(number).attempts() + 1 < ATTEMPTS;
    Double score =
        outcome.state() == TrialState.PRUNED ? trial(number).lastTold() : outcome.score();
    Double best = bestScore();
    ledger.write(
        new LedgerEvent.Ended(
            number,
            repeat ? TrialState.RUNNING : outcome.state(),
            score,
            outcome.cause(),
            outcome.seconds()));
    if (repeat) {
      again.add(number);
    } else {
      candidates.report(number, score);
    }
    if (bestScore() != null && !bestScore().equals(best)) {
      bestTime = System.currentTimeMillis();
    }
    observers.ended(trial(number), candidates.result(number, score));
  }

  /** On a worker's thread. */
  void told(int number, int step, double score) {
    if (endNow) {
      throw new TrialEnded(false);
    }
    ledger.write(new LedgerEvent.Told(number, step, score));
    observers.told(trial(number));
    List<Map<Integer, Double>> others =
        ledger.trials().stream()
            .filter(other -> other.number() != number)
            .map(other -> towardsLess(other.steps()))
            .toList();
    if (pruner.isHopeless(step, towardsLess(trial(number).steps()), others)) {
      throw new TrialEnded(true);
    }
  }

  private Map<Integer, Double> towardsLess(Map<Integer, Double> steps) {
    Map<Integer, Double> less = new TreeMap<>();
    steps.forEach((step, score) -> less.put(step, minimize() ? score : -score));
    return less;
  }

  private TrialRecord trial(int number) {
    return ledger.trials().get(number);
  }

  private boolean minimize() {
    return configuration.getScoreFunction().minimize();
  }

  /**
   * The best trial that was not ended early.
   *
   * @return null if there is none yet
   */
  public TrialRecord best() {
    return Best.of(ledger.trials(), minimize());
  }

  @Override
  public void shutdown(boolean awaitCompletion) {
    noMore = true;
    endNow |= !awaitCompletion;
  }

  @Override
  public int numCandidatesTotal() {
    return ledger.trials().size();
  }

  @Override
  public int numCandidatesCompleted() {
    return count(TrialState.FINISHED) + count(TrialState.PRUNED);
  }

  @Override
  public int numCandidatesFailed() {
    return count(TrialState.FAILED);
  }

  private int count(TrialState state) {
    return (int) ledger.trials().stream().filter(trial -> trial.state() == state).count();
  }

  @Override
  public int numCandidatesQueued() {
    return running.get();
  }

  @Override
  public Double bestScore() {
    TrialRecord best = best();
    return best == null ? null : best.score();
  }

  @Override
  public Long bestScoreTime() {
    return bestTime;
  }

  @Override
  public int bestScoreCandidateIndex() {
    TrialRecord best = best();
    return best == null ? -1 : best.number();
  }

  /** Results without models: those are the objective's to keep. */
  @Override
  public List<ResultReference> getResults() {
    return ledger.trials().stream()
        .filter(trial -> trial.state() == TrialState.FINISHED)
        .<ResultReference>map(
            trial -> new ArbiterForms.Kept(candidates.result(trial.number(), trial.score())))
        .toList();
  }

  @Override
  public OptimizationConfiguration getConfiguration() {
    return configuration;
  }

  @Override
  public void addListeners(StatusListener... listeners) {
    observers.add(listeners);
  }

  @Override
  public void removeListeners(StatusListener... listeners) {
    observers.remove(listeners);
  }

  @Override
  public void removeAllListeners() {
    observers.clear();
  }

  @Override
  public List<CandidateInfo> getCandidateStatus() {
    return ledger.trials().stream().map(ArbiterForms::info).toList();
  }
}
