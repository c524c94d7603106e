package io.github.dl4jattention.zoo.dashboard;

import io.github.dl4jattention.ui.records.AttentionRecord;
import io.github.dl4jattention.ui.records.LayerWeights;
import io.github.dl4jattention.ui.records.Limits;
import io.github.dl4jattention.ui.records.Progress;
import io.github.dl4jattention.zoo.model.TransformerLooks.Layer;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is shown of an example.
 *
 * @param columns what is looked at
 * @param rows what looks
 * @param reference what would have been right; null where that says nothing
 */
record Looked(List<String> columns, List<String> rows, String reference) {
  Looked {
    columns = columns.stream().map(TextCodec::label).toList();
    rows = rows.stream().map(TextCodec::label).toList();
  }

  /** What is longer than can be shown is cut. */
  AttentionRecord record(int example, Progress progress, List<Layer> layers) {
    int heads = layers.stream().mapToInt(layer -> layer.heads().length).sum();
    int most = Math.min(Limits.TOKENS, (int) Math.sqrt((double) Limits.WEIGHTS / heads));
    int height = Math.min(most, rows.size());
    int width = Math.min(most, columns.size());
    List<LayerWeights> weights = new ArrayList<>();
    for (Layer layer : layers) {
      float[][][] cut = new float[layer.heads().length][height][];
      for (int head = 0; head < cut.length; head++) {
        for (int row = 0; row < height; row++) {
          cut[head][row] = Arrays.copyOf(layer.heads()[head][row], width);
        }
      }
      weights.add(LayerWeights.of(layer.name(), cut));
    }
    AttentionRecord.Tokens tokens =
        new AttentionRecord.Tokens(
            columns.subList(0, width),
            rows.subList(0, height),
            reference == null ? null : Shown.text(reference),
            null);
    return new AttentionRecord(example, progress, tokens, weights);
  }
}
