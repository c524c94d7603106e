package io.github.dl4jattention.zoo.behaviours;

import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.EncodedPairs;
import io.github.dl4jattention.zoo.training.EpochFigures;
import io.github.dl4jattention.zoo.training.ParallelFit;
import io.github.dl4jattention.zoo.training.Validation;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Behaviours that are never trained on. Models are ranked by the area under the curve.
 *
 * @param heldOut the behaviours, and whether the users act
 */
public record BehaviourValidation(EncodedPairs heldOut) implements Validation<BehaviourModel> {
  private static final int SAMPLES = 3;

  @Override
  public int size() {
    return heldOut.pairs().size();
  }

  @Override
  public boolean ranks() {
    return true;
  }

  @Override
  public Measured measure(ParallelFit fit, BehaviourModel model) {
    List<EncodedPair> pairs = heldOut.pairs();
    double[] probabilities =
        fit
            .onParts(
                pairs,
                (replica, part) ->
                    new BehaviourRanker(model.withGraph(replica)).probabilities(part))
            .stream()
            .flatMapToDouble(DoubleStream::of)
            .toArray();
    Ranking ranking = Ranking.of(probabilities, pairs);
    return new Measured(ranking.figures(), null, ranking.areaUnderCurve(), samples(probabilities));
  }

  private List<EpochFigures.Sample> samples(double... probabilities) {
    return Validation.spread(size(), SAMPLES)
        .mapToObj(
            i ->
                new EpochFigures.Sample(
                    Validation.shortened(heldOut.texts().get(i).source()),
                    heldOut.texts().get(i).target(),
                    String.format(Locale.ROOT, "%.3f", probabilities[i])))
        .toList();
  }
}
