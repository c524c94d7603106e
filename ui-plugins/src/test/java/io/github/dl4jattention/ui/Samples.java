package io.github.dl4jattention.ui;

import io.github.dl4jattention.ui.records.AttentionRecord;
import io.github.dl4jattention.ui.records.Better;
import io.github.dl4jattention.ui.records.ExampleRecord;
import io.github.dl4jattention.ui.records.LayerWeights;
import io.github.dl4jattention.ui.records.Progress;
import io.github.dl4jattention.ui.records.QualityRecord;
import io.github.dl4jattention.ui.records.RecordQueue;
import io.github.dl4jattention.ui.records.RecordWriter;
import io.github.dl4jattention.ui.records.SearchRecord;
import io.github.dl4jattention.ui.records.TrialRecord;
import java.util.List;
import org.deeplearning4j.core.storage.StatsStorage;

/** Small records, and a session of them. */
public final class Samples {
  private Samples() {}

  public static AttentionRecord attention(int example, int iteration) {
    float share = iteration % 256 / 255f;
    return new AttentionRecord(
        example,
        new Progress(iteration, iteration / 100, 1_700_000_000_000L + iteration),
        new AttentionRecord.Tokens(List.of("a", "b"), List.of("A"), "AB", null),
        List.of(LayerWeights.of("decoder", new float[][][] {{{share, 1 - share}}})));
  }

  public static ExampleRecord example(int number) {
    return new ExampleRecord(
        number, "example " + number, ExampleRecord.Kind.ALIGNMENT, new byte[0]);
  }

  public static QualityRecord quality(int iteration) {
    return new QualityRecord(
        new Progress(iteration, iteration / 100, 1_700_000_000_000L + iteration),
        List.of(
            new QualityRecord.Metric("exact match", true, Better.HIGHER, 0.25),
            new QualityRecord.Metric("learning rate", false, null, 0.004)),
        List.of(new QualityRecord.Sample("3 March", "03-03", "03-08")));
  }

  public static SearchRecord search() {
    return new SearchRecord(
        "bleu",
        Better.HIGHER,
        List.of(
            new SearchRecord.Parameter("learningRate", true, true, 0.7),
            new SearchRecord.Parameter("cell", false, false, Double.NaN)));
  }

  public static TrialRecord trial(int number, double score) {
    return new TrialRecord(
        number,
        Double.isNaN(score) ? TrialRecord.Status.RUNNING : TrialRecord.Status.DONE,
        score,
        120.5,
        1_700_000_000_000L,
        List.of(TrialRecord.Value.of("learningRate", 0.001), TrialRecord.Value.of("cell", "gru")));
  }

  /** Writes a session with something of each kind. */
  public static void write(StatsStorage storage, String session) {
    try (RecordQueue queue = new RecordQueue(storage)) {
      RecordWriter writer = new RecordWriter(storage, queue, session);
      writer.putExamples(List.of(example(0), example(1)));
      writer.putAttention(List.of(attention(0, 10), attention(1, 10)));
      writer.putAttention(List.of(attention(0, 20), attention(1, 20)));
      writer.putQuality(quality(10));
      writer.putSearch(search());
      writer.putTrial(trial(1, 31.2));
      writer.putTrial(trial(2, Double.NaN));
    }
  }
}
