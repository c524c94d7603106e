package io.github.dl4jattention.zoo.decoding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Beam search over a batch of sources; with a beam of one, greedy search.
 *
 * <p>At each step the {@code beam} likeliest continuations of a source's hypotheses are kept; those
 * that end with the end symbol are set aside. A source is done when no open hypothesis is likelier
 * than its best ended one (log probabilities only fall), or at the longest length. The best is the
 * one with the highest log probability, without normalisation by length. Ties go to the smaller
 * symbol of the earlier hypothesis, so that a result is reproducible.
 */
public final class BeamSearch {
  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparingDouble((Candidate candidate) -> -candidate.logProbability())
          .thenComparingInt(Candidate::row)
          .thenComparingInt(Candidate::token);

  private final int start;
  private final int end;
  private final int beam;
  private final int maxLength;

  /**
   * A search.
   *
   * @param start the symbol that a decoder reads first
   * @param end the symbol that ends an output
   * @param beam hypotheses kept a source, at least 1
   * @param maxLength longest output, the end symbol included, at least 1
   */
  public BeamSearch(int start, int end, int beam, int maxLength) {
    if (beam < 1 || maxLength < 1) {
      throw new IllegalArgumentException(
          "beam and maxLength must be at least 1, got %d and %d".formatted(beam, maxLength));
    }
    this.start = start;
    this.end = end;
    this.beam = beam;
    this.maxLength = maxLength;
  }

  private record Candidate(int row, int token, double logProbability) {}

  /** One source's search: its open hypotheses, and its best ended one. */
  private static final class Progress {
    private List<Hypothesis> open;
    private Hypothesis best;

    Progress(Hypothesis root) {
      open = List.of(root);
    }
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
    List<Progress> all = new ArrayList<>();
    for (int i = 0; i < sources; i++) {
      all.add(new Progress(new Hypothesis(null, start, new float[0], 0)));
    }
    S state = model.start();
    for (int length = 1; length <= maxLength; length++) {
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
        kept.addAll(advance(progress, step, firstRow, length == maxLength));
        firstRow += rows;
      }
      state = model.select(step.state(), kept.stream().mapToInt(Integer::intValue).toArray());
    }
    return all.stream().map(progress -> progress.best).toList();
  }

  /** Continues one source's hypotheses; answers the rows that its open ones came from. */
  private List<Integer> advance(
      Progress progress, StepModel.Step<?> step, int firstRow, boolean last) {
    List<Hypothesis> open = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    for (Candidate candidate : bestCandidates(progress, step, firstRow)) {
      Hypothesis next =
          new Hypothesis(
              progress.open.get(candidate.row() - firstRow),
              candidate.token(),
              step.weights()[candidate.row()],
              candidate.logProbability());
      if (candidate.token() == end || last) {
        if (progress.best == null || next.logProbability() > progress.best.logProbability()) {
          progress.best = next;
        }
      } else {
        open.add(next);
        rows.add(candidate.row());
      }
    }
    boolean done =
        progress.best != null
            && open.stream().allMatch(h -> h.logProbability() <= progress.best.logProbability());
    progress.open = done ? List.of() : open;
    return done ? List.of() : rows;
  }

  private List<Candidate> bestCandidates(Progress progress, StepModel.Step<?> step, int firstRow) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < progress.open.size(); i++) {
      int row = firstRow + i;
      float[] logProbabilities = step.logProbabilities()[row];
      for (int token = 0; token < logProbabilities.length; token++) {
        double sum = progress.open.get(i).logProbability() + logProbabilities[token];
        candidates.add(new Candidate(row, token, sum));
      }
    }
    candidates.sort(BEST_FIRST);
    return candidates.subList(0, Math.min(beam, candidates.size()));
  }
}
