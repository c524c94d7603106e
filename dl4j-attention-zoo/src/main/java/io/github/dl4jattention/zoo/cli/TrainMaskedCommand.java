package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.classification.ClassifierCard;
import io.github.dl4jattention.zoo.data.Pair;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** {@code zoo train masked-language-model}. */
@Command(
    name = "masked-language-model",
    description = {
      "What hidden tokens of texts were, by a Transformer's encoder (Devlin 2019), for a classifier"
          + " to start from.",
      "After each epoch the model is measured on held-out texts; the one that tells most hidden"
          + " tokens is kept."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  zoo train masked-language-model --data texts.txt --name language",
      "  zoo train classifier --data train.tsv --start-from language"
    })
final class TrainMaskedCommand extends EncoderTraining {
  @ArgGroup(exclusive = false, heading = "%nTexts:%n", order = 1)
  private TextData.Plain data = new TextData.Plain();

  @ArgGroup(exclusive = false, heading = "%nModel:%n", order = 3)
  private EncoderModelOptions family = new EncoderModelOptions();

  @Override
  TextData data() {
    return data;
  }

  @Override
  EncoderModelOptions family() {
    return family;
  }

  /** None: it tells tokens apart. */
  @Override
  Vocabulary classes(List<Pair> texts) {
    return new Vocabulary(List.of(), false);
  }

  @Override
  ModelFile.Opened<ClassifierCard> start(RunsOption runs) {
    return null;
  }
}
