package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.behaviours.BehaviourCard;
import io.github.dl4jattention.zoo.captions.CaptionCard;
import io.github.dl4jattention.zoo.classification.ClassifierCard;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.ModelKind;
import io.github.dl4jattention.zoo.model.ModelPackage;
import io.github.dl4jattention.zoo.pretrained.ModelDescription;
import io.github.dl4jattention.zoo.pretrained.ModelEntry;
import io.github.dl4jattention.zoo.pretrained.ZooFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zoo publish MODEL --to DIR}. */
@Command(
    name = "publish",
    description = {
      "Pack a trained model into a folder that zoo pull reads, as it is or from any web server.",
      "Packed are configuration, parameters, tokens, provenance and a model card for people;"
          + " DIR/index.json is written last. The provenance has the data's origin and the command"
          + " as you typed them."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  zoo publish dates --to zoo --licence Apache-2.0",
      "  zoo publish eng-fra --to zoo --name en-fr --licence CC-BY-2.0-FR \\",
      "      --attribution \"sentences of tatoeba.org\" --figure BLEU=17.65 \\",
      "      --limits \"short sentences of daily life alone\"",
      "  (cd zoo && python3 -m http.server)      and elsewhere: zoo pull en-fr --from http://..."
    })
final class PublishCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunsOption runs;

  @Parameters(paramLabel = "MODEL", description = "A run's name, or a model file.")
  private String model;

  @Option(names = "--to", required = true, paramLabel = "DIR", description = "The zoo's folder.")
  private Path to;

  @Option(
      names = "--licence",
      required = true,
      paramLabel = "TEXT",
      description = "Under which it may be used, such as an SPDX identifier.")
  private String licence;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Its name in the zoo (default: the run's).")
  private String name;

  @Option(names = "--task", paramLabel = "TEXT", description = "What it does, in a few words.")
  private String task;

  @Option(names = "--description", paramLabel = "TEXT", description = "What it is.")
  private String description;

  @Option(
      names = "--data",
      paramLabel = "TEXT",
      description = "What it was trained on (default: where its pairs come from).")
  private String data;

  @Option(names = "--attribution", paramLabel = "TEXT", description = "Who is to be named.")
  private String attribution;

  @Option(
      names = "--figure",
      paramLabel = "NAME=VALUE",
      description =
          "What was measured; may be repeated (default: its training's held-out figures).")
  private Map<String, Double> figures = new LinkedHashMap<>();

  @Option(
      names = "--command",
      paramLabel = "TEXT",
      description = "What trained it (default: what its provenance says).")
  private String command;

  @Option(names = "--use", paramLabel = "TEXT", description = "What it is meant for.")
  private String use;

  @Option(names = "--limits", paramLabel = "TEXT", description = "What it is not good at.")
  private String limits;

  @Override
  public Integer call() {
    Path file = runs.modelFile(model);
    ModelPackage.Contents contents = ModelPackage.read(file);
    requireUsable(file, contents);
    ModelEntry entry = new ZooFolder(to).publish(file, told(contents));
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        "%s, version %d, is in %s; fetch it: zoo pull %s --from %s%n",
        entry.name(), entry.version(), to, entry.name(), to);
    err.flush();
    spec.commandLine().getOut().println(to.resolve(entry.file()));
    return 0;
  }

  /** Loads it, as whoever fetches it will. */
  private static void requireUsable(Path file, ModelPackage.Contents contents) {
    ModelKind kind =
        ModelKind.of(contents.kind())
            .orElseThrow(
                () ->
                    new UserError(
                        "%s is of a kind that is not known: update this program".formatted(file)));
    switch (kind) {
      case CAPTIONS -> CaptionCard.load(file);
      case ENCODER, HIDDEN_TOKENS -> ClassifierCard.load(file);
      case BEHAVIOURS -> BehaviourCard.load(file);
      case CHARACTERS, SEQUENCE_TO_SEQUENCE, TRANSFORMER -> ModelFile.load(file);
    }
  }

  private ModelDescription told(ModelPackage.Contents contents) {
    ModelDescription told = ModelDescription.of(contents).optLicence(licence);
    given(name, told::optName);
    given(task, told::optTask);
    given(description, told::optDescription);
    given(data, told::optData);
    given(attribution, told::optAttribution);
    given(command, told::optCommand);
    given(use, told::optUse);
    given(limits, told::optLimits);
    if (!figures.isEmpty()) {
      told.optFigures(figures);
    }
    return told;
  }

  private static void given(String value, Consumer<String> setter) {
    if (value != null) {
      setter.accept(value);
    }
  }
}
