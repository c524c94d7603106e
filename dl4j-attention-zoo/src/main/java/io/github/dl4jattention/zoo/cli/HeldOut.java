package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.NumberedPairs;
import io.github.dl4jattention.zoo.data.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Divides pairs into those to train on and those to measure with. */
final class HeldOut {
  private static final int MAX_HELD_OUT = 2_000;

  private HeldOut() {}

  /** Training and held-out pairs; no source is in both, if the user's files are so. */
  record Split(NumberedPairs training, NumberedPairs heldOut) {}

  /**
   * A {@link UserError} if a share is out of its bounds, or nothing is drawn by it.
   *
   * @param share what was given; null if nothing
   * @param valid the option whose file takes its place
   */
  static void check(Double share, String example, String valid, boolean validGiven) {
    if (share != null) {
      Limits.above("--held-out", share, 0, 0.5, example);
      Limits.exclude("--held-out", true, valid, validGiven);
    }
  }

  /**
   * Holds some sources out, drawn at random.
   *
   * @param share of the sources, at most 2,000 of them
   */
  static Split split(NumberedPairs all, double share, long seed) {
    List<String> sources =
        new ArrayList<>(all.pairs().stream().map(Pair::source).distinct().toList());
    int held = (int) Math.min(MAX_HELD_OUT, Math.ceil(sources.size() * share));
    if (sources.size() < 2) {
      throw new UserError(
          "%s has one %s only: give more, as some are held out to measure with"
              .formatted(all.origin(), all.kind() == NumberedPairs.Kind.TEXTS ? "text" : "source"));
    }
    Collections.shuffle(sources, new Random(seed));
    Set<String> heldSources = new HashSet<>(sources.subList(0, held));
    return new Split(part(all, heldSources, false), part(all, heldSources, true));
  }

  private static NumberedPairs part(NumberedPairs all, Set<String> held, boolean isHeld) {
    List<Pair> pairs = new ArrayList<>();
    List<Integer> lines = new ArrayList<>();
    for (int i = 0; i < all.pairs().size(); i++) {
      Pair pair = all.pairs().get(i);
      if (held.contains(pair.source()) == isHeld) {
        pairs.add(pair);
        lines.add(all.lines().get(i));
      }
    }
    return new NumberedPairs(
        pairs, lines, all.origin(), all.kind(), isHeld ? "held out" : "to train on");
  }
}
