package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.behaviours.BehaviourCard;
import io.github.dl4jattention.zoo.behaviours.BehaviourModel;
import io.github.dl4jattention.zoo.behaviours.BehaviourNumbers;
import io.github.dl4jattention.zoo.behaviours.BehaviourValidation;
import io.github.dl4jattention.zoo.behaviours.BehaviourVocabulary;
import io.github.dl4jattention.zoo.dashboard.TrainingDashboard;
import io.github.dl4jattention.zoo.data.EncodedPairs;
import io.github.dl4jattention.zoo.data.NumberedPairs;
import io.github.dl4jattention.zoo.model.AtRank;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.Optimizer;
import io.github.dl4jattention.zoo.training.Provenance;
import io.github.dl4jattention.zoo.training.RunFolder;
import io.github.dl4jattention.zoo.training.Trainer;
import io.github.dl4jattention.zoo.training.TrainingOptions;
import io.github.dl4jattention.zoo.training.TrainingProgress;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zoo train behaviours}. */
@Command(
    name = "behaviours",
    description = {
      "Whether users act on a candidate next, from what they did, by ATRank (Zhou 2018).",
      "After each epoch the model is measured on held-out lines; the one with the largest area"
          + " under the curve (AUC) is kept."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  zoo train behaviours                         generated users of a shop",
      "  zoo train behaviours --data log.tsv --name shop",
      "  zoo train behaviours --layers 0 --pooling mean --name mean   without attention",
      "  zoo data behaviours --set test > test.tsv && zoo evaluate behaviours --data test.tsv"
    })
final class TrainBehavioursCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(exclusive = false, heading = "%nBehaviours:%n", order = 1)
  private BehaviourData data = new BehaviourData();

  @ArgGroup(exclusive = false, heading = "%nModel:%n", order = 2)
  private BehaviourOptions family = new BehaviourOptions();

  @ArgGroup(exclusive = false, heading = "%nTraining:%n", order = 3)
  private EncoderLoop loop = new EncoderLoop();

  @Option(
      names = "--max-length",
      paramLabel = "N",
      description = "The latest behaviours of a user that count.")
  private int maxLength = 100;

  @Mixin private RunOptions options;

  @Override
  public Integer call() {
    data.check();
    family.check();
    loop.check();
    options.check();
    Limits.within("--max-length", maxLength, 1, 10_000);
    RunFolder run = options.run();
    PrintWriter err = spec.commandLine().getErr();
    Observers observers = options.observers(err);
    Started started = options.resume() ? resumed(run, observers) : created(run, observers);
    Trainer<BehaviourModel> trainer = started.trainer();
    EncodedPairs heldOut = encode(started.pairs().heldOut(), trainer.model());
    return new TrainingSession<>(trainer, observers, run, options, err)
        .train(
            data.origin(trainer.options().seed()),
            started.training().pairs(),
            new BehaviourValidation(heldOut),
            (updates, folder, where) ->
                TrainingDashboard.start(trainer.model(), heldOut.texts(), updates, folder, where));
  }

  /** A training with what it trains on. */
  private record Started(
      Trainer<BehaviourModel> trainer, HeldOut.Split pairs, EncodedPairs training) {}

  private Started resumed(RunFolder run, TrainingProgress progress) {
    options.requireResumable(run);
    ModelFile.Opened<BehaviourCard> opened = BehaviourCard.load(run.checkpoint());
    BehaviourCard card = opened.card();
    Trainer<BehaviourModel> trainer =
        Trainer.resume(card.model(opened.graph()), card, opened.trainingState(), run, progress);
    HeldOut.Split pairs = data.read(trainer.options().seed());
    TrainingSession.requireSameData(
        trainer, run, pairs.training().pairs(), pairs.heldOut().pairs());
    return new Started(trainer, pairs, encode(pairs.training(), trainer.model()));
  }

  private Started created(RunFolder run, TrainingProgress progress) {
    options.requireUnused(run);
    HeldOut.Split pairs = data.read(options.seed());
    BehaviourVocabulary vocabulary = BehaviourNumbers.vocabulary(pairs.training());
    AtRank settings = family.model(maxLength);
    ComputationGraph graph =
        settings.newGraph(
            vocabulary.itemRows(),
            vocabulary.categoryRows(),
            vocabulary.actionRows(),
            new Optimizer(loop.updater(), family.clip()),
            options.seed());
    BehaviourModel model = new BehaviourModel(graph, settings, vocabulary, maxLength);
    EncodedPairs training = encode(pairs.training(), model);
    TrainingOptions told = loop.options(options, training.pairs());
    ObjectNode described =
        settings
            .toJson()
            .put("learningRate", loop.learningRate())
            .put("gradientClip", family.clip());
    BehaviourCard card =
        new BehaviourCard(
            run.folder().getFileName().toString(),
            vocabulary,
            maxLength,
            settings,
            Provenance.of(
                data.origin(options.seed()),
                pairs.training().pairs(),
                pairs.heldOut().pairs(),
                described,
                told));
    return new Started(new Trainer<>(model, card, told, run, progress), pairs, training);
  }

  private static EncodedPairs encode(NumberedPairs pairs, BehaviourModel model) {
    return BehaviourNumbers.encode(pairs, model.vocabulary(), model.maxLength());
  }
}
