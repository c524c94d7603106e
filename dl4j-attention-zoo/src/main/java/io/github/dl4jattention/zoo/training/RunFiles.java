package io.github.dl4jattention.zoo.training;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.model.Card;
import io.github.dl4jattention.zoo.model.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes what a run leaves, each file whole or not at all, and never a model that is not all
 * numbers.
 */
final class RunFiles {
  private final RunFolder run;
  private final ComputationGraph graph;
  private final Card card;
  private final TrainingOptions options;

  RunFiles(RunFolder run, ComputationGraph graph, Card card, TrainingOptions options) {
    this.run = run;
    this.graph = graph;
    this.card = card;
    this.options = options;
  }

  /** Refuses a model that is no longer one, before it takes the place of a good one. */
  void requireNumbers() {
    // Infinite or NaN parameters make an infinite or NaN sum.
    if (!Double.isFinite(graph.params().sumNumber().doubleValue())) {
      throw new UserError(
          "the model's parameters are no longer numbers: train anew with a smaller learning rate; "
              + lastGood());
    }
  }

  /** What is left of a training whose numbers went wrong. */
  String lastGood() {
    return Files.exists(run.checkpoint())
        ? "the last good checkpoint is " + run.checkpoint()
        : "there is no checkpoint yet";
  }

  /** After an epoch, before its checkpoint: whoever finds that finds the model of its epoch too. */
  void writeEpoch(int epoch, boolean best, boolean ranked) {
    requireNumbers();
    if (best) {
      writeModel();
    }
    if (options.average() > 1) {
      ModelFile.write(run.epochModel(epoch), graph, card, null);
    }
    AtomicFiles.writeText(run.provenance(), card.provenance().toPrettyString() + "\n");
    if (ranked) {
      EpochTable.write(run.table(), run.samples(), Provenance.figures(card.provenance()));
    }
  }

  void writeModel() {
    ModelFile.write(run.model(), graph, card, null);
  }

  void writeCheckpoint(TrainingState state) {
    requireNumbers();
    ModelFile.write(run.checkpoint(), graph, card, StateJson.write(state, options));
  }

  /** Once the checkpoint is there that no longer needs it. */
  void forgetEpoch(int epoch) {
    try {
      Files.deleteIfExists(run.epochModel(epoch));
    } catch (IOException e) {
      throw new UserError(
          "cannot delete %s (%s): check its permissions"
              .formatted(run.epochModel(epoch), AtomicFiles.reason(e)),
          e);
    }
  }

  /** The mean of the parameters after each of the last epochs, those that are there. */
  Mean mean(int epochs) {
    List<Path> files = new ArrayList<>();
    for (int epoch = Math.max(0, epochs - options.average()); epoch < epochs; epoch++) {
      if (Files.exists(run.epochModel(epoch))) {
        files.add(run.epochModel(epoch));
      }
    }
    INDArray sum = null;
    for (Path file : files) {
      INDArray parameters = ModelFile.open(file, json -> json, (read, any) -> {}).graph().params();
      sum = sum == null ? parameters.dup() : sum.addi(parameters);
    }
    return new Mean(files.size(), sum == null ? null : sum.divi(files.size()));
  }

  /** Averaged parameters, and of how many models; null of none. */
  record Mean(int models, INDArray parameters) {}
}
