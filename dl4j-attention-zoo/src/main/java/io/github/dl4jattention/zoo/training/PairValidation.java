package io.github.dl4jattention.zoo.training;

import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.evaluation.Outputs;
import io.github.dl4jattention.zoo.evaluation.TextScores;
import io.github.dl4jattention.zoo.evaluation.measure.Bleu;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.model.Translator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pairs that are never trained on, and how a model is measured on them after each epoch: by greedy
 * search.
 *
 * @param pairs the pairs as numbers
 * @param texts the same as texts; empty, if outputs are not compared as texts
 */
public record PairValidation(List<EncodedPair> pairs, List<Pair> texts)
    implements Validation<TranslationModel> {
  private static final int SAMPLES = 3;

  /**
   * Checks that there are as many texts as pairs.
   *
   * @param pairs at least one
   * @param texts as many, or none
   * @throws IllegalArgumentException if they are not as many
   */
  public PairValidation {
    if (pairs.isEmpty() || (!texts.isEmpty() && texts.size() != pairs.size())) {
      throw new IllegalArgumentException(
          "%d pairs and %d texts are held out".formatted(pairs.size(), texts.size()));
    }
  }

  /**
   * Measures exact match, symbols and loss, and no BLEU: the last epoch's model is the best.
   *
   * @param pairs the pairs as numbers
   * @return a validation without texts
   */
  public static PairValidation ofSymbols(List<EncodedPair> pairs) {
    return new PairValidation(pairs, List.of());
  }

  @Override
  public int size() {
    return pairs.size();
  }

  @Override
  public boolean comparesTexts() {
    return !texts.isEmpty();
  }

  @Override
  public Measured measure(ParallelFit fit, TranslationModel model) {
    List<String> sources = texts.stream().map(Pair::source).toList();
    Outputs outputs =
        fit
            .onParts(
                IntStream.range(0, pairs.size()).boxed().toList(),
                (replica, part) -> {
                  int from = part.get(0);
                  int to = from + part.size();
                  TranslationModel copy = model.withGraph(replica);
                  return Outputs.of(
                      copy,
                      new Translator(copy, 1),
                      pairs.subList(from, to),
                      sources.isEmpty() ? sources : sources.subList(from, to));
                })
            .stream()
            .reduce(Outputs.NOTHING, Outputs::plus);
    if (texts.isEmpty()) {
      return new Measured(outputs.figures(), null, List.of());
    }
    List<String> references = texts.stream().map(Pair::target).toList();
    TextScores scores = TextScores.of(outputs.texts(), List.of(references), Bleu.builder().build());
    return new Measured(outputs.figures(), scores, samples(outputs.texts()));
  }

  private List<EpochFigures.Sample> samples(List<String> outputs) {
    return Validation.spread(texts.size(), SAMPLES)
        .mapToObj(
            i ->
                new EpochFigures.Sample(
                    Validation.shortened(texts.get(i).source()),
                    Validation.shortened(texts.get(i).target()),
                    Validation.shortened(outputs.get(i))))
        .toList();
  }
}
