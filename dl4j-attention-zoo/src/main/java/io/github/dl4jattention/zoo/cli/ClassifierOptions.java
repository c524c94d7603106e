package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.model.EncoderTask;
import io.github.dl4jattention.zoo.model.Pooling;
import io.github.dl4jattention.zoo.model.TransformerEncoderBuilder;
import picocli.CommandLine.Option;

/** Which encoder is trained to tell classes. */
final class ClassifierOptions extends EncoderModelOptions {
  @Option(
      names = "--pooling",
      paramLabel = "KIND",
      description =
          "How one vector is made of all steps: mean, max, first-token or attention (default: mean).")
  private String pooling;

  @Option(
      names = "--output-dropout",
      paramLabel = "P",
      description = "Share dropped of what classes are told from.")
  private double outputDropout = 0.1;

  @Option(
      names = "--tags",
      description =
          "Tell a class of each word: in the data the classes of a text have spaces between, as its"
              + " words have.")
  private boolean tags;

  ClassifierOptions() {
    super(0);
  }

  @Override
  void check() {
    Limits.below("--output-dropout", outputDropout, 0, 1, "0.1");
    // Each word is told from its own step.
    Limits.exclude("--tags", tags, "--pooling", pooling != null);
    super.check();
  }

  @Override
  EncoderTask task() {
    return tags ? EncoderTask.TAGS : EncoderTask.CLASS;
  }

  @Override
  TransformerEncoderBuilder finish(TransformerEncoderBuilder builder) {
    return builder
        .optTask(task())
        .optPooling(
            pooling == null ? Pooling.MEAN : Limits.choice("--pooling", Pooling.class, pooling))
        .optOutputDropout(outputDropout);
  }
}
