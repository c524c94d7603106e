package io.github.dl4jattention.zoo.cli;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** {@code zoo train transformer}. */
@Command(
    name = "transformer",
    description = {
      "Your own pairs, by a Transformer (Vaswani 2017).",
      "After each epoch the model translates held-out pairs; the one with the highest BLEU is kept."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  zoo train transformer --data pairs.tsv --name mine",
      "  zoo train transformer --source train.de.gz --target train.en.gz \\",
      "      --valid-source val.de.gz --valid-target val.en.gz --name de-en \\",
      "      --layers 3 --dropout 0.3",
      "  zoo train transformer --data pairs.tsv --name mine --resume    after Ctrl-C or a crash",
      "  zoo translate mine --beam 5 \"A dog runs.\""
    })
final class TrainTransformerCommand extends TextTraining {
  @ArgGroup(exclusive = false, heading = "%nModel:%n", order = 3)
  private TransformerOptions family = new TransformerOptions();

  @ArgGroup(exclusive = false, heading = "%nTraining:%n", order = 4)
  private TransformerLoop loop = new TransformerLoop();

  @Override
  ModelFlags family() {
    return family;
  }

  @Override
  LoopOptions loop() {
    return loop;
  }
}
