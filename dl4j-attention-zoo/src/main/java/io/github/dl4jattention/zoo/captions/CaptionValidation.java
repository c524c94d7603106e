package io.github.dl4jattention.zoo.captions;

import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.evaluation.Evaluation;
import io.github.dl4jattention.zoo.evaluation.TextScores;
import io.github.dl4jattention.zoo.training.EpochFigures;
import io.github.dl4jattention.zoo.training.ParallelFit;
import io.github.dl4jattention.zoo.training.Validation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Photos that are never trained on: the model writes about each by greedy search, and is compared
 * with all of its captions; its loss is that of all captions.
 *
 * @param set the photos
 */
public record CaptionValidation(CaptionSet set) implements Validation<CaptionModel> {
  private static final int BATCH = 32;
  private static final int SAMPLES = 3;

  @Override
  public int size() {
    return set.photos().size();
  }

  @Override
  public boolean comparesTexts() {
    return true;
  }

  /** What a part came to. */
  private record Part(List<String> texts, Evaluation figures) {}

  @Override
  public Measured measure(ParallelFit fit, CaptionModel model) {
    List<Integer> all = IntStream.of(set.numbers()).boxed().toList();
    List<String> texts = new ArrayList<>();
    Evaluation figures = Evaluation.NOTHING;
    for (Part part : fit.onParts(all, (replica, some) -> part(model.withGraph(replica), some))) {
      texts.addAll(part.texts());
      figures = figures.plus(part.figures());
    }
    TextScores scores = TextScores.of(texts, set.references(), CaptionText.bleu());
    int exact = (int) Math.round(scores.exactMatch() * texts.size());
    Evaluation counted = figures.plus(new Evaluation(texts.size(), exact, 0, 0, 0, 0));
    return new Measured(counted, scores, samples(texts));
  }

  private Part part(CaptionModel model, List<Integer> photos) {
    int from = photos.get(0) - set.first();
    CaptionSet part =
        new CaptionSet(photos.get(0), set.photos().subList(from, from + photos.size()));
    List<String> texts =
        new Captioner(model, Captioner.searchOf(model).build())
            .captions(part.numbers()).stream().map(Caption::text).toList();
    return new Part(texts, loss(model, part));
  }

  /**
   * The loss of captions under teacher forcing.
   *
   * @param model the model
   * @param set photos that it reads
   * @return sums without examples
   */
  public static Evaluation loss(CaptionModel model, CaptionSet set) {
    List<EncodedPair> pairs =
        set.encoded(model.targets(), model.maxLength()).stream()
            .sorted(Comparator.comparingInt(pair -> pair.target().length))
            .toList();
    Evaluation sum = Evaluation.NOTHING;
    if (pairs.isEmpty()) {
      return sum;
    }
    Batch.Targets targets = Batch.Targets.of(pairs, model.targets());
    for (int i = 0; i < pairs.size(); i += BATCH) {
      List<EncodedPair> batch = pairs.subList(i, Math.min(pairs.size(), i + BATCH));
      sum = sum.plus(Evaluation.ofLoss(model, model.graph(), batch, targets));
    }
    return sum;
  }

  private List<EpochFigures.Sample> samples(List<String> texts) {
    return Validation.spread(texts.size(), SAMPLES)
        .mapToObj(
            i ->
                new EpochFigures.Sample(
                    set.photos().get(i).photo(),
                    Validation.shortened(set.photos().get(i).captions().get(0)),
                    Validation.shortened(texts.get(i))))
        .toList();
  }
}
