package io.github.dl4jattention.zoo.classification;

import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.EncodedPairs;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.model.EncoderTask;
import io.github.dl4jattention.zoo.training.EpochFigures;
import io.github.dl4jattention.zoo.training.ParallelFit;
import io.github.dl4jattention.zoo.training.Validation;
import java.util.List;

/**
 * Texts that are never trained on, and their classes.
 *
 * @param pairs the texts as numbers
 * @param texts the same as texts
 */
public record ClassifierValidation(List<EncodedPair> pairs, List<Pair> texts)
    implements Validation<ClassifierModel> {
  private static final int SAMPLES = 3;

  /** What is hidden of the texts that are held out is always the same. */
  private static final long SEED = 1;

  /**
   * The texts that a model is measured on; of one that tells hidden tokens, some are hidden.
   *
   * @param heldOut the texts
   * @param model what will be measured
   * @return a validation
   */
  public static ClassifierValidation of(EncodedPairs heldOut, ClassifierModel model) {
    boolean hides = model.settings().task() == EncoderTask.HIDDEN_TOKENS;
    return new ClassifierValidation(
        hides ? new TokenHiding(model, SEED).hidden(heldOut.pairs()) : heldOut.pairs(),
        heldOut.texts());
  }

  @Override
  public int size() {
    return pairs.size();
  }

  @Override
  public boolean ranks() {
    return true;
  }

  @Override
  public Measured measure(ParallelFit fit, ClassifierModel model) {
    ClassCounts counts =
        fit
            .onParts(pairs, (replica, part) -> ClassCounts.of(model.withGraph(replica), part))
            .stream()
            .reduce(ClassCounts::plus)
            .orElseThrow();
    return new Measured(
        counts.figures(),
        null,
        model.settings().task() == EncoderTask.HIDDEN_TOKENS ? List.of() : samples(model));
  }

  private List<EpochFigures.Sample> samples(ClassifierModel model) {
    Classifier classifier = new Classifier(model);
    return Validation.spread(texts.size(), SAMPLES)
        .mapToObj(texts::get)
        .map(
            pair ->
                new EpochFigures.Sample(
                    Validation.shortened(pair.source()),
                    Validation.shortened(pair.target()),
                    Validation.shortened(classifier.classify(pair.source()).label())))
        .toList();
  }
}
