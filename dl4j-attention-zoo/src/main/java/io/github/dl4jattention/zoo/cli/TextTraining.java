package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.data.EncodedPairs;
import io.github.dl4jattention.zoo.data.NumberedPairs;
import io.github.dl4jattention.zoo.model.ModelCard;
import io.github.dl4jattention.zoo.model.ModelFamily;
import io.github.dl4jattention.zoo.model.TranslationModel;
import io.github.dl4jattention.zoo.training.PairValidation;
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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a model of some family on the user's pairs: what all such commands do. */
abstract class TextTraining implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(exclusive = false, heading = "%nPairs:%n", order = 1)
  private TranslationPairs data = new TranslationPairs();

  @ArgGroup(exclusive = false, heading = "%nTokens:%n", order = 2)
  private TokenOptions tokens = new TokenOptions();

  @Option(
      names = "--max-length",
      paramLabel = "N",
      description = "Most tokens of a side; longer pairs are left out.")
  private int maxLength = 100;

  @Mixin private RunOptions options;

  /** Which model is trained. */
  abstract ModelFlags family();

  /** How long and how fast. */
  abstract LoopOptions loop();

  @Override
  public Integer call() {
    check();
    RunFolder run = options.run();
    PrintWriter err = spec.commandLine().getErr();
    Observers observers = options.observers(err);
    Started started = options.resume() ? resumed(run, observers) : created(run, observers);
    Trainer<TranslationModel> trainer = started.trainer();
    EncodedPairs training = started.training();
    TrainingSession<TranslationModel> session =
        new TrainingSession<>(trainer, observers, run, options, err);
    EncodedPairs heldOut = encode(started.pairs().heldOut(), trainer.model());
    training.leftOut(heldOut).forEach(err::println);
    err.printf(
        "batches of %,d tokens, about %,d updates an epoch%n",
        trainer.options().batching().size(),
        trainer.updates(training.pairs()) / trainer.options().epochs());
    return session.train(
        data.origin(),
        training.pairs(),
        new PairValidation(heldOut.pairs(), heldOut.texts()),
        TrainingSession.showing(trainer.model(), heldOut.texts()));
  }

  private void check() {
    data.check();
    tokens.check();
    family().check(tokens.joint());
    loop().check();
    options.check();
    Limits.within("--max-length", maxLength, 1, 10_000);
  }

  /** A training with what it trains on. */
  private record Started(
      Trainer<TranslationModel> trainer, HeldOut.Split pairs, EncodedPairs training) {}

  private Started resumed(RunFolder run, TrainingProgress progress) {
    Trainer<TranslationModel> trainer = options.resumed(run, progress);
    HeldOut.Split pairs = data.read(trainer.options().seed());
    TrainingSession.requireSameData(
        trainer, run, pairs.training().pairs(), pairs.heldOut().pairs());
    return new Started(trainer, pairs, encode(pairs.training(), trainer.model()));
  }

  private Started created(RunFolder run, TrainingProgress progress) {
    options.requireUnused(run);
    HeldOut.Split pairs = data.read(options.seed());
    TokenOptions.Codecs codecs = tokens.train(pairs.training().pairs());
    EncodedPairs training =
        EncodedPairs.encode(pairs.training(), codecs.sources(), codecs.targets(), maxLength);
    TrainingOptions told = loop().options(options, training.pairs());
    ModelFamily model = family().model(maxLength);
    ComputationGraph graph =
        family().graph(model, codecs, loop(), options.seed(), spec.commandLine().getErr());
    ModelCard card =
        new ModelCard(
            run.folder().getFileName().toString(),
            codecs.sources(),
            codecs.targets(),
            maxLength,
            training.lengthAllowance(),
            model,
            Provenance.of(
                data.origin(),
                pairs.training().pairs(),
                pairs.heldOut().pairs(),
                settings(model),
                told));
    Trainer<TranslationModel> trainer = new Trainer<>(card.model(graph), card, told, run, progress);
    return new Started(trainer, pairs, training);
  }

  private ObjectNode settings(ModelFamily model) {
    ObjectNode settings = model.toJson();
    tokens.describe(settings);
    return settings.put("learningRate", loop().learningRate()).put("gradientClip", family().clip());
  }

  private static EncodedPairs encode(NumberedPairs pairs, TranslationModel model) {
    return EncodedPairs.encode(pairs, model.sources(), model.targets(), model.maxLength());
  }
}
