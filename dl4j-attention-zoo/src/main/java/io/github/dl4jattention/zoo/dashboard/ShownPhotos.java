package io.github.dl4jattention.zoo.dashboard;

import io.github.dl4jattention.ui.records.AttentionRecord;
import io.github.dl4jattention.ui.records.ExampleRecord;
import io.github.dl4jattention.ui.records.LayerWeights;
import io.github.dl4jattention.ui.records.Limits;
import io.github.dl4jattention.ui.records.Progress;
import io.github.dl4jattention.ui.records.QualityRecord;
import io.github.dl4jattention.zoo.captions.Caption;
import io.github.dl4jattention.zoo.captions.CaptionModel;
import io.github.dl4jattention.zoo.captions.Captioner;
import io.github.dl4jattention.zoo.model.SequenceToSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A few held-out photos, with what a model in training writes about them. */
final class ShownPhotos implements Shown {
  private final List<ShownPhoto> photos;
  private final Captioner captioner;
  private List<Caption> captions = List.of();

  ShownPhotos(CaptionModel model, List<ShownPhoto> photos) {
    this.photos = photos;
    captioner = new Captioner(model, Captioner.searchOf(model).build());
  }

  @Override
  public List<ExampleRecord> examples() {
    List<ExampleRecord> examples = new ArrayList<>();
    for (ShownPhoto photo : photos) {
      byte[] picture = photo.picture().length > Limits.IMAGE ? new byte[0] : photo.picture();
      examples.add(
          new ExampleRecord(
              examples.size(), Shown.text(photo.name()), ExampleRecord.Kind.IMAGE, picture));
    }
    return examples;
  }

  @Override
  public void renew() {
    captions = captioner.captions(photos.stream().mapToInt(ShownPhoto::number).toArray());
  }

  @Override
  public List<AttentionRecord> attention(Progress progress) {
    List<AttentionRecord> records = new ArrayList<>();
    for (int i = 0; i < captions.size(); i++) {
      Caption caption = captions.get(i);
      int words = Math.min(Limits.TOKENS, caption.words().size());
      if (words == 0 || caption.attention()[0].length == 0) {
        continue; // Nothing was written yet, or the model does not look.
      }
      float[][] weights = Arrays.copyOf(caption.attention(), words);
      AttentionRecord.Tokens tokens =
          new AttentionRecord.Tokens(
              List.of(),
              caption.words().subList(0, words),
              Shown.text(photos.get(i).reference()),
              new AttentionRecord.Grid(caption.rows(), caption.columns()));
      records.add(
          new AttentionRecord(
              i,
              progress,
              tokens,
              List.of(LayerWeights.of(SequenceToSequence.DECODER, new float[][][] {weights}))));
    }
    return records;
  }

  @Override
  public List<QualityRecord.Sample> samples() {
    List<QualityRecord.Sample> samples = new ArrayList<>();
    for (Caption caption : captions) {
      ShownPhoto photo = photos.get(samples.size());
      samples.add(
          new QualityRecord.Sample(
              Shown.text(photo.name()), Shown.text(photo.reference()), Shown.text(caption.text())));
    }
    return samples;
  }
}
