package io.github.dl4jattention.zoo.dashboard;

import io.github.dl4jattention.ui.records.AttentionRecord;
import io.github.dl4jattention.ui.records.ExampleRecord;
import io.github.dl4jattention.ui.records.LayerWeights;
import io.github.dl4jattention.ui.records.Limits;
import io.github.dl4jattention.ui.records.Progress;
import io.github.dl4jattention.ui.records.QualityRecord;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.model.Prediction;
import io.github.dl4jattention.zoo.model.SequenceToSequence;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.model.Translator;
import io.github.dl4jattention.zoo.training.Validation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A few held-out pairs, as the model translates them now. */
final class ShownPairs implements Shown {
  private static final int COUNT = 8;

  private final List<Pair> pairs;
  private final Translator translator;
  private List<Prediction> predictions = List.of();

  ShownPairs(TranslationModel model, List<Pair> heldOut) {
    this.translator = new Translator(model, 1);
    List<Pair> good =
        heldOut.stream().filter(pair -> translator.problemOf(pair.source()) == null).toList();
    this.pairs = Validation.spread(good.size(), COUNT).mapToObj(good::get).toList();
  }

  @Override
  public List<ExampleRecord> examples() {
    List<ExampleRecord> examples = new ArrayList<>();
    for (Pair pair : pairs) {
      examples.add(
          new ExampleRecord(
              examples.size(),
              Shown.text(pair.source()),
              ExampleRecord.Kind.ALIGNMENT,
              new byte[0]));
    }
    return examples;
  }

  @Override
  public void renew() {
    predictions = translator.translate(pairs.stream().map(Pair::source).toList());
  }

  @Override
  public List<AttentionRecord> attention(Progress progress) {
    List<AttentionRecord> records = new ArrayList<>();
    if (!predictions.isEmpty() && predictions.get(0).attention()[0].length == 0) {
      return records; // The model has none.
    }
    for (Prediction prediction : predictions) {
      String reference = Shown.text(pairs.get(records.size()).target());
      records.add(record(records.size(), progress, prediction, reference));
    }
    return records;
  }

  @Override
  public List<QualityRecord.Sample> samples() {
    List<QualityRecord.Sample> samples = new ArrayList<>();
    for (Prediction prediction : predictions) {
      samples.add(
          new QualityRecord.Sample(
              Shown.text(prediction.source()),
              Shown.text(pairs.get(samples.size()).target()),
              Shown.text(prediction.prediction())));
    }
    return samples;
  }

  /** What is longer than can be shown is cut. */
  private static AttentionRecord record(
      int example, Progress progress, Prediction prediction, String reference) {
    int rows = Math.min(Limits.TOKENS, prediction.targetSymbols().size());
    int columns = Math.min(Limits.TOKENS, prediction.sourceSymbols().size());
    float[][] weights = new float[rows][];
    for (int row = 0; row < rows; row++) {
      weights[row] = Arrays.copyOf(prediction.attention()[row], columns);
    }
    AttentionRecord.Tokens tokens =
        new AttentionRecord.Tokens(
            prediction.sourceSymbols().subList(0, columns),
            prediction.targetSymbols().subList(0, rows),
            reference,
            null);
    return new AttentionRecord(
        example,
        progress,
        tokens,
        List.of(LayerWeights.of(SequenceToSequence.DECODER, new float[][][] {weights})));
  }
}
