package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.model.ModelKind;
import io.github.dl4jattention.zoo.model.ModelPackage;
import io.github.dl4jattention.zoo.training.RunFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The command that a training began with, which must not be contradicted when it goes on. */
final class EarlierCommand {
  /** Words as {@link RunOptions#command} writes them: with quotes only where they are needed. */
  private static final Pattern PART = Pattern.compile("'([^']*)'|\\\\'|[^\\s'\\\\]+|(\\s+)");

  private final CommandSpec spec;

  private EarlierCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /**
   * The command of a run.
   *
   * @param run which has a checkpoint
   * @param model what is trained now; a {@link UserError} if the run trains another
   */
  static EarlierCommand of(RunFolder run, String model) {
    ModelKind.of(run.checkpoint())
        .filter(kind -> !kind.training().equals(model))
        .ifPresent(
            kind -> {
              throw new UserError(
                  "%s holds the training of %s: go on with zoo train %s --resume --name %s"
                      .formatted(
                          run.folder(), kind.noun(), kind.training(), run.folder().getFileName()));
            });
    String command = ModelPackage.read(run.checkpoint()).provenance().path("command").asText();
    return new EarlierCommand(parsed(words(command), model));
  }

  /** Null if it cannot be understood: of another version, or not from the command line. */
  private static CommandSpec parsed(List<String> words, String model) {
    if (words.size() < 3 || !words.subList(0, 3).equals(List.of("zoo", "train", model))) {
      return null;
    }
    try {
      CommandLine.ParseResult train =
          Zoo.parse(words.subList(1, words.size()).toArray(String[]::new)).subcommand();
      return train.subcommand().commandSpec();
    } catch (CommandLine.ParameterException e) {
      return null;
    }
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    Matcher parts = PART.matcher(command + " ");
    while (parts.find()) {
      if (parts.group(2) != null) {
        words.add(word.toString());
        word.setLength(0);
      } else if (parts.group(1) != null) {
        word.append(parts.group(1));
      } else {
        word.append(parts.group().equals("\\'") ? "'" : parts.group());
      }
    }
    return words;
  }

  /** A {@link UserError} if an option is not what it was. */
  void requireSame(OptionSpec now) {
    String name = now.longestName();
    OptionSpec then = spec == null ? null : spec.findOption(name);
    if (then == null) {
      throw new UserError(
          "%s cannot change in a training that goes on: leave it out, or train anew"
              .formatted(name));
    }
    Object was = then.getValue();
    if (!Objects.equals(was, now.getValue())) {
      throw new UserError(
          "%s is %s and was %s, which cannot change in a training that goes on: leave it out, or"
                  .formatted(name, now.<Object>getValue(), was == null ? "not given" : was)
              + " train anew");
    }
  }
}
