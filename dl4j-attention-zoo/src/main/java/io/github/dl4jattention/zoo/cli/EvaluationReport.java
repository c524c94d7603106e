package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.evaluation.Evaluation;
import io.github.dl4jattention.zoo.evaluation.ScoresByLength;
import io.github.dl4jattention.zoo.evaluation.TextScores;
import io.github.dl4jattention.zoo.evaluation.measure.Bleu;
import io.github.dl4jattention.zoo.evaluation.measure.Chrf;
import io.github.dl4jattention.zoo.picture.LengthChart;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * A model's figures, for people or for programs.
 *
 * @param figures by tokens
 * @param scores of the texts
 * @param byLength BLEU of sources of each length
 * @param bleu how BLEU counted
 * @param references how many references a source had
 */
record EvaluationReport(
    Evaluation figures,
    TextScores scores,
    List<ScoresByLength> byLength,
    Bleu bleu,
    int references) {
  ObjectNode toJson() {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("examples", figures.examples())
        .put("exactMatch", scores.exactMatch())
        .put("characterAccuracy", figures.characterAccuracy())
        .put("loss", figures.loss())
        .put("perplexity", figures.perplexity());
    ObjectNode ofBleu =
        node.putObject("bleu")
            .put("score", scores.bleu().score())
            .put("brevityPenalty", scores.bleu().brevityPenalty())
            .put("signature", bleu.signature(references));
    scores.bleu().precisions().forEach(ofBleu.putArray("precisions")::add);
    node.putObject("chrf")
        .put("score", scores.chrf())
        .put("signature", Chrf.CHRF2.signature(references));
    ArrayNode lengths = node.putArray("bleuBySourceLength");
    for (ScoresByLength group : byLength) {
      ObjectNode row =
          lengths.addObject().put("length", group.label()).put("examples", group.examples());
      if (group.examples() > 0) {
        row.put("bleu", group.bleu());
      }
    }
    return node;
  }

  /** BLEU by the source's length of one model or more, by their names. */
  static LengthChart chart(Map<String, EvaluationReport> reports) {
    Map<String, double[]> curves = new LinkedHashMap<>();
    reports.forEach(
        (name, report) ->
            curves.put(name, report.byLength.stream().mapToDouble(ScoresByLength::bleu).toArray()));
    List<ScoresByLength> groups = reports.values().iterator().next().byLength;
    return new LengthChart("BLEU", groups.stream().map(ScoresByLength::label).toList(), curves);
  }

  /** Several lines; those that are of words only, if the model's tokens are no characters. */
  void print(PrintWriter out, boolean characters) {
    line(out, "examples", "%d", figures.examples());
    line(out, "exact match", "%.2f%%", 100 * scores.exactMatch());
    if (characters) {
      line(out, "character accuracy", "%.2f%%", 100 * figures.characterAccuracy());
    }
    line(out, "loss", "%.4f nats a symbol", figures.loss());
    line(out, "perplexity", "%.2f", figures.perplexity());
    line(out, "BLEU", "%.2f  %s", scores.bleu().score(), bleu.signature(references));
    line(out, "chrF", "%.2f  %s", scores.chrf(), Chrf.CHRF2.signature(references));
    if (!characters) {
      out.println("BLEU by the source's length in BLEU's tokens:");
      for (ScoresByLength group : byLength) {
        String score =
            group.examples() == 0 ? "-" : String.format(Locale.ROOT, "%.2f", group.bleu());
        line(out, "  " + group.label(), "%s  of %d", score, group.examples());
      }
    }
  }

  private static void line(PrintWriter out, String name, String form, Object... values) {
    out.println(
        String.format(Locale.ROOT, "%-20s", name) + String.format(Locale.ROOT, form, values));
  }
}
