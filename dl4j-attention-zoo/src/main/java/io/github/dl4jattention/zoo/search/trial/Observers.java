package io.github.dl4jattention.zoo.search.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.runner.listener.StatusListener;

/**
 * Tells listeners, ours and Arbiter's, one event at a time. One that throws is told no more: to
 * watch a search must not end it.
 */
final class Observers {
  private final TrialRunner<?> runner;
  private final List<SearchListener> ours;
  private final List<StatusListener> arbiters = new CopyOnWriteArrayList<>();

  Observers(TrialRunner<?> runner, List<SearchListener> ours) {
    this.runner = runner;
    this.ours = new CopyOnWriteArrayList<>(ours);
  }

  void add(StatusListener... listeners) {
    for (StatusListener listener : listeners) {
      if (!arbiters.contains(listener)) {
        arbiters.add(listener);
      }
    }
  }

  void remove(StatusListener... listeners) {
    arbiters.removeAll(List.of(listeners));
  }

  void clear() {
    arbiters.clear();
  }

  void began() {
    tell(arbiters, listener -> listener.onInitialization(runner));
  }

  void over() {
    tell(arbiters, listener -> listener.onShutdown(runner));
  }

  void started(TrialRecord trial) {
    tell(ours, listener -> listener.started(trial));
    tell(
        arbiters,
        listener -> listener.onCandidateStatusChange(ArbiterForms.info(trial), runner, null));
  }

  void told(TrialRecord trial) {
    tell(ours, listener -> listener.told(trial));
  }

  void ended(TrialRecord trial, OptimizationResult result) {
    tell(ours, listener -> listener.ended(trial));
    tell(
        arbiters,
        listener -> {
          listener.onCandidateStatusChange(ArbiterForms.info(trial), runner, result);
          listener.onRunnerStatusChange(runner);
        });
  }

  private synchronized <L> void tell(List<L> listeners, Consumer<L> event) {
    List<L> broken = new ArrayList<>();
    for (L listener : listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        broken.add(listener);
      }
    }
    listeners.removeAll(broken);
  }
}
