package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.behaviours.BehaviourBaselines;
import io.github.dl4jattention.zoo.behaviours.BehaviourCard;
import io.github.dl4jattention.zoo.behaviours.BehaviourModel;
import io.github.dl4jattention.zoo.behaviours.BehaviourNumbers;
import io.github.dl4jattention.zoo.behaviours.BehaviourRanker;
import io.github.dl4jattention.zoo.behaviours.Ranking;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.model.ModelFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Measures models of behaviours, beside what next to no effort gives.
 *
 * @param data lines of 1 or 0, TAB, candidate and behaviours
 * @param json whether the figures are JSON
 * @param spec of the command, which says where they go
 */
record BehaviourMeasure(Path data, boolean json, CommandSpec spec) {
  /** Measures a model and prints its figures. */
  void print(Path file) {
    ModelFile.Opened<BehaviourCard> opened = BehaviourCard.load(file);
    BehaviourModel model = opened.card().model(opened.graph());
    List<EncodedPair> pairs =
        BehaviourNumbers.encode(BehaviourData.file(data), model.vocabulary(), model.maxLength())
            .pairs();
    Ranking ranking = new BehaviourRanker(model).rank(pairs);
    BehaviourBaselines baselines = BehaviourBaselines.of(pairs, model.vocabulary());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          toJson(ranking, baselines).put("data", data.toString()).put("model", file.toString()));
    } else {
      out.printf(
          Locale.ROOT,
          "AUC %.2f%%, accuracy %.2f%%, loss %.4f, of %,d of which %,d act%n",
          100 * ranking.areaUnderCurve(),
          100 * ranking.accuracy(),
          ranking.loss(),
          ranking.examples(),
          ranking.acting());
      out.printf(
          Locale.ROOT,
          "AUC of how popular the candidate is %.2f%%, of how many behaviours are of its category"
              + " %.2f%%, of whether the latest is %.2f%%%n",
          100 * baselines.popularity(),
          100 * baselines.categoryCount(),
          100 * baselines.lastCategory());
    }
    out.flush();
  }

  private static ObjectNode toJson(Ranking ranking, BehaviourBaselines baselines) {
    ObjectNode json =
        new ObjectMapper()
            .createObjectNode()
            .put("examples", ranking.examples())
            .put("acting", ranking.acting())
            .put("areaUnderCurve", ranking.areaUnderCurve())
            .put("accuracy", ranking.accuracy())
            .put("loss", ranking.loss());
    json.putObject("baselines")
        .put("popularity", baselines.popularity())
        .put("categoryCount", baselines.categoryCount())
        .put("lastCategory", baselines.lastCategory());
    return json;
  }
}
