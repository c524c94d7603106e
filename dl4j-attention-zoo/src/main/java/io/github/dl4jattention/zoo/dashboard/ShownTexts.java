package io.github.dl4jattention.zoo.dashboard;

import io.github.dl4jattention.ui.records.AttentionRecord;
import io.github.dl4jattention.ui.records.ExampleRecord;
import io.github.dl4jattention.ui.records.Limits;
import io.github.dl4jattention.ui.records.Progress;
import io.github.dl4jattention.ui.records.QualityRecord;
import io.github.dl4jattention.zoo.classification.Classification;
import io.github.dl4jattention.zoo.classification.Classifier;
import io.github.dl4jattention.zoo.classification.ClassifierModel;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.model.EncoderTask;
import io.github.dl4jattention.zoo.training.Validation;
import java.util.ArrayList;
import java.util.List;

/** A few held-out texts, where each head of each layer looks in them, and what is told of them. */
final class ShownTexts implements Shown {
  private final List<Pair> texts;
  private final Classifier classifier;
  private final boolean tellsClasses;
  private List<Classification> told = List.of();

  ShownTexts(ClassifierModel model, List<Pair> heldOut) {
    classifier = new Classifier(model);
    tellsClasses = model.settings().task() != EncoderTask.HIDDEN_TOKENS;
    List<Pair> good =
        heldOut.stream().filter(pair -> classifier.problemOf(pair.source()) == null).toList();
    texts = Validation.spread(good.size(), Limits.EXAMPLES).mapToObj(good::get).toList();
  }

  @Override
  public List<ExampleRecord> examples() {
    List<ExampleRecord> examples = new ArrayList<>();
    for (Pair pair : texts) {
      examples.add(
          new ExampleRecord(
              examples.size(), Shown.text(pair.source()), ExampleRecord.Kind.SELF, new byte[0]));
    }
    return examples;
  }

  @Override
  public void renew() {
    told =
        tellsClasses ? classifier.classify(texts.stream().map(Pair::source).toList()) : List.of();
  }

  @Override
  public List<AttentionRecord> attention(Progress progress) {
    List<AttentionRecord> records = new ArrayList<>();
    for (Pair pair : texts) {
      List<String> symbols = classifier.symbols(pair.source());
      records.add(
          new Looked(symbols, symbols, pair.target())
              .record(records.size(), progress, classifier.looks(pair.source())));
    }
    return records;
  }

  @Override
  public List<QualityRecord.Sample> samples() {
    List<QualityRecord.Sample> samples = new ArrayList<>();
    for (Classification one : told) {
      samples.add(
          new QualityRecord.Sample(
              Shown.text(one.text()),
              Shown.text(texts.get(samples.size()).target()),
              Shown.text(one.label())));
    }
    return samples;
  }
}
