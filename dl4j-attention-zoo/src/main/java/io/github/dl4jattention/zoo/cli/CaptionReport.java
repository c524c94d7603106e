package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.captions.Caption;
import io.github.dl4jattention.zoo.captions.CaptionSet;
import io.github.dl4jattention.zoo.captions.CaptionText;
import io.github.dl4jattention.zoo.data.PhotoCaptions;
import io.github.dl4jattention.zoo.evaluation.TextScores;
import io.github.dl4jattention.zoo.evaluation.measure.BleuScore;
import io.github.dl4jattention.zoo.evaluation.measure.Cider;
import io.github.dl4jattention.zoo.scenes.SceneGaze;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** How good captions are beside those of people. */
final class CaptionReport {
  private static final int ORDERS = 4;

  private final List<String> texts = new ArrayList<>();
  private final List<PhotoCaptions> references = new ArrayList<>();
  private final SceneGaze gaze = new SceneGaze();
  private final boolean ofScenes;

  CaptionReport(MeasuredPhotos.Read read) {
    ofScenes = read.photos().stream().anyMatch(photo -> photo.scene() != null);
  }

  void add(MeasuredPhotos.Photo photo, Caption caption) {
    if (photo.references().isEmpty()) {
      return;
    }
    texts.add(caption.text());
    references.add(new PhotoCaptions(photo.name(), photo.references()));
    if (photo.scene() != null) {
      gaze.add(
          photo.scene(), caption.words(), caption.attention(), caption.rows(), caption.columns());
    }
  }

  void print(PrintWriter out, boolean json) {
    if (texts.isEmpty()) {
      return; // Each photo that could not be read was named.
    }
    CaptionSet set = new CaptionSet(0, references);
    TextScores scores = TextScores.of(texts, set.references(), CaptionText.bleu());
    double cider = Cider.corpus(texts, references.stream().map(PhotoCaptions::captions).toList());
    if (json) {
      out.println(toJson(scores, cider));
    } else {
      print(out, scores, cider);
    }
  }

  private ObjectNode toJson(TextScores scores, double cider) {
    BleuScore bleu = scores.bleu();
    ObjectNode node = new ObjectMapper().createObjectNode().put("photos", texts.size());
    for (int n = 1; n <= ORDERS; n++) {
      node.put("bleu" + n, bleu.upTo(n));
    }
    node.put("brevityPenalty", bleu.brevityPenalty())
        .put("lengthRatio", bleu.lengthRatio())
        .put("ciderD", cider)
        .put("exactMatch", scores.exactMatch());
    if (looks()) {
      node.put("looksAtShape", gaze.share()).put("attentionOnShape", gaze.mass());
    }
    return node;
  }

  private boolean looks() {
    return ofScenes && gaze.words() > 0;
  }

  private void print(PrintWriter out, TextScores scores, double cider) {
    BleuScore bleu = scores.bleu();
    line(out, "photos               %,d", texts.size());
    for (int n = 1; n <= ORDERS; n++) {
      line(out, "BLEU-%d               %.1f", n, bleu.upTo(n));
    }
    line(out, "length ratio         %.3f", bleu.lengthRatio());
    line(out, "brevity penalty      %.3f", bleu.brevityPenalty());
    line(out, "CIDEr-D              %.3f", cider);
    line(out, "exact match          %.1f %%", 100 * scores.exactMatch());
    if (looks()) {
      line(out, "looks at the shape   %.1f %% of its words", 100 * gaze.share());
      line(out, "attention on it      %.1f %%", 100 * gaze.mass());
    }
  }

  private static void line(PrintWriter out, String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
