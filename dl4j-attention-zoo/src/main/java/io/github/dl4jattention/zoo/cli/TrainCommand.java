package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zoo train MODEL}: one command a model. */
@Command(
    name = "train",
    description = "Train a model; everything goes to runs/NAME.",
    mixinStandardHelpOptions = true,
    subcommands = {
      TrainDatesCommand.class,
      TrainTranslationCommand.class,
      TrainTransformerCommand.class,
      TrainClassifierCommand.class,
      TrainMaskedCommand.class,
      TrainBehavioursCommand.class,
      TrainCaptionerCommand.class
    },
    commandListHeading = "%nModels:%n",
    footer = {
      "",
      "Examples:",
      "  zoo train dates                      dates as people write them, to ISO form",
      "  zoo train translation --data pairs.tsv   your own pairs, source TAB target",
      "  zoo train transformer --data pairs.tsv   the same, by a Transformer",
      "  zoo train classifier --data texts.tsv    classes of texts, class TAB text",
      "  zoo train behaviours                 what users do next; generated, or --data FILE.tsv",
      "  zoo train captioner --scenes 10000   sentences about drawn scenes, or your own photos",
      "  zoo train translation --help         all that can be chosen"
    })
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** What is no model's name; options too, as the command line is told to take them for these. */
  @Parameters(arity = "0..1", index = "0..*", hidden = true)
  private List<String> others = List.of();

  @Override
  public Integer call() {
    if (others.isEmpty()) {
      throw new MissingParameterException(
          spec.commandLine(),
          spec.positionalParameters().get(0),
          "Missing required parameter: 'MODEL': dates, translation, transformer, classifier,"
              + " masked-language-model, behaviours or captioner");
    }
    if (others.get(0).startsWith("-")) {
      requireNothingBeforeTheModel();
    }
    throw new UserError(
        ("there is no model \"%s\" to train: there are dates, translation, transformer, classifier,"
                + " masked-language-model, behaviours and captioner")
            .formatted(others.get(0)));
  }

  /** Options of a model come after its name. */
  void requireNothingBeforeTheModel() {
    if (!others.isEmpty()) {
      throw new UserError(
          "%s comes before the model's name: write zoo train MODEL %s"
              .formatted(others.get(0), String.join(" ", others)));
    }
  }
}
