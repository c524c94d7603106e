package io.github.dl4jattention.zoo.search.trial;

import io.github.dl4jattention.zoo.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;

/**
 * Candidates of a generator by number. A search that goes on leads a new generator through all that
 * the ledger tells, so that it stands where the earlier one stood.
 */
@SuppressWarnings("rawtypes") // Arbiter's interface has them.
final class Candidates {
  private final CandidateGenerator generator;
  private final Ledger ledger;
  private final List<Candidate> all = new ArrayList<>();

  Candidates(CandidateGenerator generator, Ledger ledger) {
    this.generator = generator;
    this.ledger = ledger;
  }

  /** Does with the generator what was done before. */
  void replay() {
    for (LedgerEvent event : ledger.earlier()) {
      if (event instanceof LedgerEvent.Started started && started.trial() == all.size()) {
        Candidate candidate = generator.hasMoreCandidates() ? next() : null;
        if (candidate == null || !coordinates(candidate).equals(started.coordinates())) {
          throw new UserError(
              "%s tells of a trial %d that this search would not make: restore the file, or start"
                      .formatted(ledger.file(), started.trial())
                  + " anew with --overwrite");
        }
      } else if (event instanceof LedgerEvent.Ended ended && ended.state().isEnd()) {
        report(ended.trial(), ended.score());
      }
    }
  }

  boolean hasNext() {
    return generator.hasMoreCandidates();
  }

  int size() {
    return all.size();
  }

  Candidate next() {
    Candidate candidate = generator.getCandidate();
    all.add(candidate);
    return candidate;
  }

  Candidate get(int number) {
    return all.get(number);
  }

  /** Tells the generator; a score of null is one that failed. */
  void report(int number, Double score) {
    if (all.get(number).getException() == null) {
      generator.reportResults(result(number, score));
    }
  }

  OptimizationResult result(int number, Double score) {
    return new OptimizationResult(all.get(number), score, number, null, null, null);
  }

  /** Its place in the space; nothing if the generator failed before it had one. */
  static List<Double> coordinates(Candidate candidate) {
    double[] coordinates = candidate.getFlatParameters();
    return coordinates == null ? List.of() : Arrays.stream(coordinates).boxed().toList();
  }
}
