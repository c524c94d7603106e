package io.github.dl4jattention.zoo.decoding;

import java.util.ArrayList;
import java.util.List;

/**
 * Beam search over a batch of sources; with a beam of one, greedy search.
 *
 * <p>At each step the {@code beam} likeliest continuations of a source's hypotheses are kept; those
 * that end with the end symbol are set aside. A source is done as soon as no open hypothesis can
 * become better than the worst of the {@code nBest} ended ones, or at {@link SearchOptions#longest
 * its longest length}. While hypotheses are open they are as long as each other and go by their log
 * probabilities; those that ended go by {@link SearchOptions#score}. Ties go to the smaller symbol
 * of the earlier hypothesis, so that a result is reproducible. What a source gets does not depend
 * on the others.
 */
public final class BeamSearch {
  private final SearchOptions options;

  /**
   * A search.
   *
   * @param options how to search
   */
  public BeamSearch(SearchOptions options) {
    this.options = options;
  }

  /**
   * Searches.
   *
   * @param model the model, started on the sources
   * @param sources how many sources it was started on
   * @param <S> the model's state
   * @return the best hypothesis of each source, in order
   */
  public <S> List<Hypothesis> search(StepModel<S> model, int sources) {
    return nBest(model, sources).stream().map(best -> best.get(0)).toList();
  }

  /**
   * Searches for several outputs a source.
   *
   * @param model the model, started on the sources
   * @param sources how many sources it was started on
   * @param <S> the model's state
   * @return for each source, in order, its hypotheses, the best first; fewer than asked for where
   *     there are not so many
   */
  public <S> List<List<Hypothesis>> nBest(StepModel<S> model, int sources) {
    List<Progress> all = new ArrayList<>();
    for (int i = 0; i < sources; i++) {
      all.add(new Progress(options, model.sourceLength(i)));
    }
    S state = model.start();
    for (int length = 1; length <= options.maxLength(); length++) {
      int[] tokens =
          all.stream().flatMap(p -> p.open.stream()).mapToInt(Hypothesis::token).toArray();
      if (tokens.length == 0) {
        break;
      }
      StepModel.Step<S> step = model.step(tokens, state);
      List<Integer> kept = new ArrayList<>();
      int firstRow = 0;
      for (Progress progress : all) {
        int rows = progress.open.size();
        kept.addAll(progress.advance(step, firstRow, length));
        firstRow += rows;
      }
      state = model.select(step.state(), kept.stream().mapToInt(Integer::intValue).toArray());
    }
    return all.stream()
        .map(progress -> progress.ended.stream().map(Ended::output).toList())
        .toList();
  }

  private record Ended(Hypothesis output, double score) {}

  /** One source's search: its open hypotheses, and the best of those that ended. */
  private static final class Progress {
    private final SearchOptions options;
    private final int sourceLength;
    private final int longest;
    private final List<Ended> ended = new ArrayList<>();
    private List<Hypothesis> open;

    Progress(SearchOptions options, int sourceLength) {
      this.options = options;
      this.sourceLength = sourceLength;
      longest = options.longest(sourceLength);
      open = List.of(Hypothesis.start(options.start()));
    }

    /** Continues the hypotheses; answers the rows that the open ones came from. */
    List<Integer> advance(StepModel.Step<?> step, int firstRow, int length) {
      if (open.isEmpty()) {
        return List.of();
      }
      List<Hypothesis> next = new ArrayList<>();
      List<Integer> rows = new ArrayList<>();
      Candidates candidates = candidates(step, firstRow, length);
      for (int i = 0; i < candidates.size(); i++) {
        int row = candidates.row(i);
        Hypothesis continued =
            open.get(row)
                .then(candidates.token(i), step.weights()[firstRow + row], candidates.sum(i));
        if (candidates.token(i) == options.end() || length == longest) {
          end(continued);
        } else {
          next.add(continued);
          rows.add(firstRow + row);
        }
      }
      if (candidates.size() == 0) {
        open.forEach(this::end); // nothing may come next: they are cut
      }
      boolean done = isDone(next);
      open = done ? List.of() : next;
      return done ? List.of() : rows;
    }

    private Candidates candidates(StepModel.Step<?> step, int firstRow, int length) {
      Candidates best = new Candidates(options.beam());
      for (int row = 0; row < open.size(); row++) {
        double before = open.get(row).logProbability();
        float[] logProbabilities = step.logProbabilities()[firstRow + row];
        for (int token = 0; token < logProbabilities.length; token++) {
          double sum = before + logProbabilities[token];
          if (best.wants(sum) && options.allows(token, length)) {
            best.add(row, token, sum);
          }
        }
      }
      return best;
    }

    private void end(Hypothesis output) {
      double score = options.score(output, sourceLength);
      int place = ended.size();
      while (place > 0 && ended.get(place - 1).score() < score) {
        place--;
      }
      ended.add(place, new Ended(output, score));
      if (ended.size() > options.nBest()) {
        ended.remove(options.nBest());
      }
    }

    private boolean isDone(List<Hypothesis> next) {
      if (ended.size() < options.nBest()) {
        return false;
      }
      double worst = ended.get(ended.size() - 1).score();
      return next.stream().allMatch(hypothesis -> options.bound(hypothesis, longest) <= worst);
    }
  }
}
