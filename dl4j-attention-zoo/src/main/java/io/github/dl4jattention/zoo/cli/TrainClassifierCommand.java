package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.classification.ClassifierCard;
import io.github.dl4jattention.zoo.classification.LabelledTexts;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.ModelKind;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code zoo train classifier}. */
@Command(
    name = "classifier",
    description = {
      "Classes of texts or words, by a Transformer's encoder.",
      "After each epoch the model is measured on held-out texts; the one with the most right"
          + " classes is kept."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  zoo train classifier --data questions.tsv --name questions",
      "  zoo train classifier --data train.tsv --valid dev.tsv --pooling attention",
      "  zoo train classifier --data tagged.tsv --tags",
      "  zoo train classifier --data train.tsv --start-from masked-language-model",
      "  zoo classify questions \"What is the oldest profession ?\""
    })
final class TrainClassifierCommand extends EncoderTraining {
  @ArgGroup(exclusive = false, heading = "%nTexts:%n", order = 1)
  private TextData.Labelled data = new TextData.Labelled();

  @ArgGroup(exclusive = false, heading = "%nModel:%n", order = 3)
  private ClassifierOptions family = new ClassifierOptions();

  @Option(
      names = "--start-from",
      paramLabel = "MODEL",
      description =
          "Start with the encoder of this run or file, such as a masked language model; tokens and"
              + " sizes are its.")
  private String start;

  @Override
  TextData data() {
    return data;
  }

  @Override
  EncoderModelOptions family() {
    return family;
  }

  @Override
  Vocabulary classes(List<Pair> texts) {
    return LabelledTexts.classes(texts, family.task());
  }

  @Override
  ModelFile.Opened<ClassifierCard> start(RunsOption runs) {
    if (start == null) {
      return null;
    }
    Path file = runs.modelFile(start);
    ModelKind.of(file)
        .filter(kind -> kind != ModelKind.ENCODER && kind != ModelKind.HIDDEN_TOKENS)
        .ifPresent(
            kind -> {
              throw new UserError(
                  "--start-from: %s is %s: give a masked language model or a classifier"
                      .formatted(start, kind.noun()));
            });
    return ClassifierCard.load(file);
  }
}
