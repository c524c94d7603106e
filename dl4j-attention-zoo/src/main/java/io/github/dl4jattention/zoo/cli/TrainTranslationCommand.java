package io.github.dl4jattention.zoo.cli;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** {@code zoo train translation}. */
@Command(
    name = "translation",
    description = {
      "Your own pairs: translation, summaries, questions and answers, dialogue.",
      "After each epoch the model translates held-out pairs; the one with the highest BLEU is kept."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  zoo train translation --data pairs.tsv --name mine",
      "  zoo train translation --source train.en.gz --target train.fr.gz \\",
      "      --valid-source val.en.gz --valid-target val.fr.gz --name en-fr",
      "  zoo train translation --data pairs.tsv --tokens words --lower-case --epochs 10",
      "  zoo train translation --data pairs.tsv --name mine --resume    after Ctrl-C or a crash",
      "  zoo translate mine --beam 5 \"A dog runs.\""
    })
final class TrainTranslationCommand extends TextTraining {
  @ArgGroup(exclusive = false, heading = "%nModel:%n", order = 3)
  private FamilyOptions family = new FamilyOptions();

  @ArgGroup(exclusive = false, heading = "%nTraining:%n", order = 4)
  private LoopOptions loop = new LoopOptions();

  @Override
  ModelFlags family() {
    return family;
  }

  @Override
  LoopOptions loop() {
    return loop;
  }
}
