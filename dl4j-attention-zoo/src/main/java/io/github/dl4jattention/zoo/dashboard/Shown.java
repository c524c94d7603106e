package io.github.dl4jattention.zoo.dashboard;

import io.github.dl4jattention.ui.records.AttentionRecord;
import io.github.dl4jattention.ui.records.ExampleRecord;
import io.github.dl4jattention.ui.records.Limits;
import io.github.dl4jattention.ui.records.Progress;
import io.github.dl4jattention.ui.records.QualityRecord;
import java.util.List;

/** A few held-out examples, and what a model in training makes of them. */
interface Shown {
  /** What they are. */
  List<ExampleRecord> examples();

  /** Asks the model anew. */
  void renew();

  /** Where it looked. */
  List<AttentionRecord> attention(Progress progress);

  /** What it wrote. */
  List<QualityRecord.Sample> samples();

  /** A text as it is shown. */
  static String text(String text) {
    return Limits.shortened(text, Limits.TEXT);
  }
}
