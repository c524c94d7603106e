package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.classification.ClassifierCard;
import io.github.dl4jattention.zoo.classification.ClassifierModel;
import io.github.dl4jattention.zoo.classification.ClassifierValidation;
import io.github.dl4jattention.zoo.classification.LabelledTexts;
import io.github.dl4jattention.zoo.classification.PretrainedEncoder;
import io.github.dl4jattention.zoo.dashboard.TrainingDashboard;
import io.github.dl4jattention.zoo.data.EncodedPairs;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.Optimizer;
import io.github.dl4jattention.zoo.model.TransformerEncoder;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import io.github.dl4jattention.zoo.training.Provenance;
import io.github.dl4jattention.zoo.training.RunFolder;
import io.github.dl4jattention.zoo.training.Trainer;
import io.github.dl4jattention.zoo.training.TrainingOptions;
import io.github.dl4jattention.zoo.training.TrainingProgress;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains an encoder on the user's texts: what all such commands do. */
abstract class EncoderTraining implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(exclusive = false, heading = "%nTokens:%n", order = 2)
  private TextTokenOptions tokens = new TextTokenOptions();

  @ArgGroup(exclusive = false, heading = "%nTraining:%n", order = 4)
  private EncoderLoop loop = new EncoderLoop();

  @Option(
      names = "--max-length",
      paramLabel = "N",
      description = "Most tokens of a text; longer texts are left out.")
  private int maxLength = 200;

  @Mixin private RunOptions options;

  /** Which texts. */
  abstract TextData data();

  /** Which model. */
  abstract EncoderModelOptions family();

  /** What texts are told apart by. */
  abstract Vocabulary classes(List<Pair> texts);

  /** What the encoder starts as; null for random numbers. */
  abstract ModelFile.Opened<ClassifierCard> start(RunsOption runs);

  @Override
  public Integer call() {
    check();
    RunFolder run = options.run();
    PrintWriter err = spec.commandLine().getErr();
    Observers observers = options.observers(err);
    Started started = options.resume() ? resumed(run, observers) : created(run, observers);
    Trainer<ClassifierModel> trainer = started.trainer();
    EncodedPairs heldOut = LabelledTexts.encode(started.texts().heldOut(), trainer.model());
    started.training().leftOut(heldOut).forEach(err::println);
    err.printf(
        "batches of %,d tokens, about %,d updates an epoch%n",
        trainer.options().batching().size(),
        trainer.updates(started.training().pairs()) / trainer.options().epochs());
    return new TrainingSession<>(trainer, observers, run, options, err)
        .train(
            data().origin(),
            started.training().pairs(),
            ClassifierValidation.of(heldOut, trainer.model()),
            (updates, folder, where) ->
                TrainingDashboard.start(trainer.model(), heldOut.texts(), updates, folder, where));
  }

  private void check() {
    data().check();
    tokens.check();
    family().check();
    loop.check();
    options.check();
    Limits.within("--max-length", maxLength, 1, 10_000);
  }

  /** A training with what it trains on. */
  private record Started(
      Trainer<ClassifierModel> trainer, HeldOut.Split texts, EncodedPairs training) {}

  private Started resumed(RunFolder run, TrainingProgress progress) {
    options.requireResumable(run);
    ModelFile.Opened<ClassifierCard> opened = ClassifierCard.load(run.checkpoint());
    ClassifierCard card = opened.card();
    Trainer<ClassifierModel> trainer =
        Trainer.resume(card.model(opened.graph()), card, opened.trainingState(), run, progress);
    HeldOut.Split texts = data().read(trainer.options().seed());
    TrainingSession.requireSameData(
        trainer, run, texts.training().pairs(), texts.heldOut().pairs());
    return new Started(trainer, texts, LabelledTexts.encode(texts.training(), trainer.model()));
  }

  private Started created(RunFolder run, TrainingProgress progress) {
    options.requireUnused(run);
    HeldOut.Split texts = data().read(options.seed());
    ModelFile.Opened<ClassifierCard> start = start(options.runs());
    if (start != null) {
      new EncoderStart(start.card())
          .requireSame(
              spec.commandLine().getParseResult(), settings(family().model(maxLength, null), null));
    }
    List<Pair> pairs = texts.training().pairs();
    TextCodec codec =
        start == null ? tokens.train("", pairs.stream().map(Pair::source)) : start.card().tokens();
    TransformerEncoder settings =
        family().model(maxLength, start == null ? null : start.card().settings());
    Vocabulary classes = classes(pairs);
    ComputationGraph graph = graph(settings, codec, classes, start);
    ClassifierModel model = new ClassifierModel(graph, settings, codec, classes, maxLength);
    EncodedPairs training = LabelledTexts.encode(texts.training(), model);
    TrainingOptions told = loop.options(options, training.pairs());
    ClassifierCard card =
        new ClassifierCard(
            run.folder().getFileName().toString(),
            codec,
            classes,
            maxLength,
            settings,
            Provenance.of(
                data().origin(), pairs, texts.heldOut().pairs(), settings(settings, start), told));
    return new Started(new Trainer<>(model, card, told, run, progress), texts, training);
  }

  private ComputationGraph graph(
      TransformerEncoder settings,
      TextCodec codec,
      Vocabulary classes,
      ModelFile.Opened<ClassifierCard> start) {
    int outputs = classes.pieces().isEmpty() ? codec.size() : classes.pieces().size();
    ComputationGraph graph =
        settings.newGraph(
            codec.size(), outputs, new Optimizer(loop.updater(), family().clip()), options.seed());
    if (start != null) {
      try {
        PretrainedEncoder.copy(start.graph(), graph);
      } catch (IllegalArgumentException e) {
        throw new UserError(
            "the encoder cannot start as %s (%s): leave the sizes out"
                .formatted(start.card().name(), e.getMessage()),
            e);
      }
    }
    return graph;
  }

  private ObjectNode settings(TransformerEncoder model, ModelFile.Opened<ClassifierCard> start) {
    ObjectNode settings = model.toJson();
    if (start == null) {
      tokens.describe(settings);
    } else {
      new EncoderStart(start.card()).describe(settings);
    }
    return settings.put("learningRate", loop.learningRate()).put("gradientClip", family().clip());
  }
}
