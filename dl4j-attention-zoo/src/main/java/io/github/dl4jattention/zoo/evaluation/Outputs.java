package io.github.dl4jattention.zoo.evaluation;

import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.decoding.Hypothesis;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.model.Translator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a model makes of pairs: the sums of its figures, and the texts it wrote. Those of parts add
 * up.
 *
 * @param figures sums over the pairs
 * @param texts what was written, in the pairs' order; empty if no sources were given as texts
 */
public record Outputs(Evaluation figures, List<String> texts) {
  private static final int BATCH = 64;

  /** Nothing yet. */
  public static final Outputs NOTHING = new Outputs(Evaluation.NOTHING, List.of());

  /**
   * Lets a model translate pairs' sources, and measures it.
   *
   * @param model the model
   * @param translator how it searches
   * @param pairs what it shall predict
   * @param sources the pairs' sources as texts; empty, if only figures are wanted
   * @return figures and texts
   */
  public static Outputs of(
      TranslationModel model,
      Translator translator,
      List<EncodedPair> pairs,
      List<String> sources) {
    if (pairs.isEmpty()) {
      return NOTHING;
    }
    // Sorted by length: less padding, and few lengths a graph must be built for.
    List<Integer> order =
        IntStream.range(0, pairs.size())
            .boxed()
            .sorted(
                Comparator.<Integer>comparingInt(i -> pairs.get(i).target().length)
                    .thenComparingInt(i -> pairs.get(i).source().length))
            .toList();
    Batch.Targets targets = Batch.Targets.of(pairs, model.targets());
    Evaluation total = Evaluation.NOTHING;
    String[] texts = new String[sources.size()];
    for (int start = 0; start < order.size(); start += BATCH) {
      List<Integer> numbers = order.subList(start, Math.min(order.size(), start + BATCH));
      List<EncodedPair> batch = numbers.stream().map(pairs::get).toList();
      List<Hypothesis> best = translator.decode(batch.stream().map(EncodedPair::source).toList());
      total =
          total
              .plus(Evaluation.ofPredictions(best, batch))
              .plus(Evaluation.ofLoss(model, model.graph(), batch, targets));
      for (int i = 0; i < batch.size() && texts.length > 0; i++) {
        int number = numbers.get(i);
        texts[number] = translator.text(sources.get(number), best.get(i));
      }
    }
    return new Outputs(total, Arrays.asList(texts));
  }

  /**
   * Adds the next part.
   *
   * @param other what follows
   * @return both
   */
  public Outputs plus(Outputs other) {
    List<String> all = new ArrayList<>(texts);
    all.addAll(other.texts);
    return new Outputs(figures.plus(other.figures), all);
  }
}
