package io.github.dl4jattention.zoo.dashboard;

import io.github.dl4jattention.ui.records.AttentionRecord;
import io.github.dl4jattention.ui.records.ExampleRecord;
import io.github.dl4jattention.ui.records.LayerWeights;
import io.github.dl4jattention.ui.records.Limits;
import io.github.dl4jattention.ui.records.Progress;
import io.github.dl4jattention.ui.records.QualityRecord;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.decoding.Hypothesis;
import io.github.dl4jattention.zoo.model.Prediction;
import io.github.dl4jattention.zoo.model.SequenceToSequence;
import io.github.dl4jattention.zoo.model.TransformerLooks;
import io.github.dl4jattention.zoo.model.TransformerLooks.Layer;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.model.Translator;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.training.Validation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A few held-out pairs, as the model translates them now. Of a Transformer each is three examples,
 * with all layers and heads: the alignment, the source's look at itself, the target's.
 */
final class ShownPairs implements Shown {
  private static final int COUNT = 8;

  /** As many as there may be examples for three of each. */
  private static final int OF_TRANSFORMERS = Limits.EXAMPLES / 3;

  private static final String START_SYMBOL = "<s>";

  private final List<Pair> pairs;
  private final TranslationModel model;
  private final boolean transformer;
  private final Translator translator;
  private List<int[]> sources = List.of();
  private List<Hypothesis> hypotheses = List.of();
  private List<Prediction> predictions = List.of();

  ShownPairs(TranslationModel model, List<Pair> heldOut) {
    this.model = model;
    transformer = TransformerLooks.arePossible(model.graph());
    this.translator = new Translator(model, 1);
    List<Pair> good =
        heldOut.stream().filter(pair -> translator.problemOf(pair.source()) == null).toList();
    int count = transformer ? OF_TRANSFORMERS : COUNT;
    this.pairs = Validation.spread(good.size(), count).mapToObj(good::get).toList();
  }

  @Override
  public List<ExampleRecord> examples() {
    List<ExampleRecord> examples = new ArrayList<>();
    for (Pair pair : pairs) {
      add(examples, pair.source(), ExampleRecord.Kind.ALIGNMENT);
    }
    if (transformer) {
      pairs.forEach(pair -> add(examples, "source: " + pair.source(), ExampleRecord.Kind.SELF));
      pairs.forEach(pair -> add(examples, "output: " + pair.source(), ExampleRecord.Kind.SELF));
    }
    return examples;
  }

  private static void add(List<ExampleRecord> examples, String name, ExampleRecord.Kind kind) {
    examples.add(new ExampleRecord(examples.size(), Shown.text(name), kind, new byte[0]));
  }

  @Override
  public void renew() {
    sources =
        pairs.stream()
            .map(pair -> EncodedPair.withEnd(model.sources().encode(pair.source())))
            .toList();
    hypotheses = translator.decode(sources);
    predictions = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      predictions.add(
          translator.describe(pairs.get(i).source(), sources.get(i), hypotheses.get(i)));
    }
  }

  @Override
  public List<AttentionRecord> attention(Progress progress) {
    if (transformer) {
      return looks(progress);
    }
    List<AttentionRecord> records = new ArrayList<>();
    if (!predictions.isEmpty() && predictions.get(0).attention()[0].length == 0) {
      return records; // The model has none.
    }
    for (Prediction prediction : predictions) {
      Layer layer = new Layer(SequenceToSequence.DECODER, new float[][][] {prediction.attention()});
      String reference = pairs.get(records.size()).target();
      records.add(
          record(
              records.size(),
              progress,
              new Looked(prediction.sourceSymbols(), prediction.targetSymbols(), reference),
              List.of(layer)));
    }
    return records;
  }

  private List<AttentionRecord> looks(Progress progress) {
    List<AttentionRecord> alignments = new ArrayList<>();
    List<AttentionRecord> ofSources = new ArrayList<>();
    List<AttentionRecord> ofTargets = new ArrayList<>();
    for (int i = 0; i < predictions.size(); i++) {
      TransformerLooks looks =
          TransformerLooks.of(model.graph(), sources.get(i), hypotheses.get(i).tokens());
      List<String> source = predictions.get(i).sourceSymbols();
      List<String> target = predictions.get(i).targetSymbols();
      List<String> read = new ArrayList<>(target.subList(0, target.size() - 1));
      read.add(0, START_SYMBOL);
      String reference = pairs.get(i).target();
      int count = predictions.size();
      alignments.add(record(i, progress, new Looked(source, target, reference), looks.cross()));
      ofSources.add(record(count + i, progress, new Looked(source, source, null), looks.encoder()));
      ofTargets.add(
          record(2 * count + i, progress, new Looked(read, read, reference), looks.decoder()));
    }
    alignments.addAll(ofSources);
    alignments.addAll(ofTargets);
    return alignments;
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

  /**
   * What is shown of an example.
   *
   * @param columns what is looked at
   * @param rows what looks
   * @param reference what would have been right; null where that says nothing
   */
  private record Looked(List<String> columns, List<String> rows, String reference) {
    Looked {
      columns = columns.stream().map(TextCodec::label).toList();
      rows = rows.stream().map(TextCodec::label).toList();
    }
  }

  /** What is longer than can be shown is cut. */
  private static AttentionRecord record(
      int example, Progress progress, Looked shown, List<Layer> layers) {
    int heads = layers.stream().mapToInt(layer -> layer.heads().length).sum();
    int most = Math.min(Limits.TOKENS, (int) Math.sqrt((double) Limits.WEIGHTS / heads));
    int rows = Math.min(most, shown.rows().size());
    int columns = Math.min(most, shown.columns().size());
    List<LayerWeights> weights = new ArrayList<>();
    for (Layer layer : layers) {
      float[][][] cut = new float[layer.heads().length][rows][];
      for (int head = 0; head < cut.length; head++) {
        for (int row = 0; row < rows; row++) {
          cut[head][row] = Arrays.copyOf(layer.heads()[head][row], columns);
        }
      }
      weights.add(LayerWeights.of(layer.name(), cut));
    }
    AttentionRecord.Tokens tokens =
        new AttentionRecord.Tokens(
            shown.columns().subList(0, columns),
            shown.rows().subList(0, rows),
            shown.reference() == null ? null : Shown.text(shown.reference()),
            null);
    return new AttentionRecord(example, progress, tokens, weights);
  }
}
