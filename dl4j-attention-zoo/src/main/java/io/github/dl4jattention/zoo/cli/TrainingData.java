package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.data.PairFile;
import io.github.dl4jattention.zoo.dates.DateGenerator;
import io.github.dl4jattention.zoo.dates.DateSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The pairs a training is told to use.
 *
 * @param origin where they come from, for the model's provenance
 * @param training pairs to train on
 * @param heldOut pairs to evaluate on; no source is in both
 */
record TrainingData(String origin, List<Pair> training, List<Pair> heldOut) {
  private static final int HELD_OUT_SHARE = 10;
  private static final int MAX_HELD_OUT = 5_000;

  /** Written dates from the generator. */
  static TrainingData generatedDates(long seed) {
    DateSet dates = new DateGenerator(seed).generate();
    return new TrainingData("dates generator, seed " + seed, dates.training(), dates.heldOut());
  }

  /** As many written dates again, which are in neither list of {@link #generatedDates}. */
  static List<Pair> generatedTest(long seed) {
    int held = DateGenerator.DEFAULT_HELD_OUT;
    DateSet more = new DateGenerator(seed).generate(DateGenerator.DEFAULT_TRAINING, 2 * held);
    return more.heldOut().subList(held, 2 * held);
  }

  /** The user's own pairs: a tenth of the sources, at most 5,000, are held out. */
  static TrainingData ofFile(Path file, int maxLength, long seed) {
    List<Pair> pairs =
        new ArrayList<>(new java.util.LinkedHashSet<>(PairFile.read(file, maxLength, maxLength)));
    Collections.shuffle(pairs, new Random(seed));
    List<String> sources = new ArrayList<>(pairs.stream().map(Pair::source).distinct().toList());
    int held = Math.min(MAX_HELD_OUT, sources.size() / HELD_OUT_SHARE);
    if (held == 0) {
      throw new UserError(
          "%s has %d distinct sources: give at least %d, a tenth is held out to measure with"
              .formatted(file, sources.size(), HELD_OUT_SHARE));
    }
    Set<String> heldSources = new HashSet<>(sources.subList(0, held));
    List<Pair> training = new ArrayList<>();
    List<Pair> heldOut = new ArrayList<>();
    pairs.forEach(pair -> (heldSources.contains(pair.source()) ? heldOut : training).add(pair));
    return new TrainingData("file " + file.getFileName(), training, heldOut);
  }
}
