package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.training.TrainingProgress;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The command line.
 *
 * <p>Exit codes: 0 done; 1 a defect of this program; 2 something the user can mend, told in one
 * line; 130 interrupted.
 */
@Command(
    name = "zoo",
    description = "Attention models for Deeplearning4j: train them, use them, measure them.",
    mixinStandardHelpOptions = true,
    versionProvider = Zoo.Version.class,
    subcommands = {
      TrainCommand.class,
      SearchCommand.class,
      TranslateCommand.class,
      ClassifyCommand.class,
      CaptionCommand.class,
      EvaluateCommand.class,
      ListCommand.class,
      PullCommand.class,
      InfoCommand.class,
      PublishCommand.class,
      DataCommand.class,
      UiCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  zoo train dates",
      "  zoo train dates --ui                  and look at it in the browser",
      "  zoo search dates --trials 20          and find better hyperparameters",
      "  zoo translate dates \"July 20th 1969\" \"23 April, 1564\"",
      "  zoo list                              models, own and others'",
      "  zoo data dates --set held-out > held-out.tsv",
      "  zoo evaluate dates --data held-out.tsv --json",
      "",
      "zoo bench times the layers beside PyTorch's; the launcher builds it apart (zoo bench"
          + " --help)."
    })
public final class Zoo {
  private static final int DEFECT = 1;
  private static final int MENDABLE = 2;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show stack traces and what the libraries log.")
  private boolean debug;

  private Zoo() {}

  /**
   * Runs a command and exits with its code.
   *
   * @param arguments the command and its options
   */
  public static void main(String[] arguments) {
    prepareLogging(arguments);
    PrintWriter out = utf8(FileDescriptor.out);
    PrintWriter err = utf8(FileDescriptor.err);
    int code = run(out, err, arguments);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /**
   * Runs a command.
   *
   * @param out takes the answers
   * @param err takes progress and errors
   * @param arguments the command and its options
   * @return the exit code
   */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    Zoo zoo = new Zoo();
    return commandLine(zoo)
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((problem, args) -> reportMisuse(problem, err, args))
        .setExecutionExceptionHandler((problem, command, parsed) -> zoo.report(problem, err))
        .execute(arguments);
  }

  /**
   * Runs {@code zoo train} as a part of another command. What goes wrong is thrown.
   *
   * @param progress observes the training, in the place of a terminal
   * @param arguments the model and its options
   * @return the exit code: 0, or that of a training that was stopped
   */
  static int train(TrainingProgress progress, List<String> arguments) throws Exception {
    CommandLine commandLine = commandLine(new Zoo());
    for (CommandLine model : commandLine.getSubcommands().get("train").getSubcommands().values()) {
      ((RunOptions) model.getMixins().get("options")).observe(progress);
    }
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Exception[] problem = new Exception[1];
    List<String> all = new ArrayList<>(List.of("train"));
    all.addAll(arguments);
    int code =
        commandLine
            .setOut(nowhere)
            .setErr(nowhere)
            .setParameterExceptionHandler(
                (slip, args) -> {
                  problem[0] = new UserError(oneLine(slip.getMessage()), slip);
                  return MENDABLE;
                })
            .setExecutionExceptionHandler(
                (thrown, command, parsed) -> {
                  problem[0] = thrown;
                  return DEFECT;
                })
            .execute(all.toArray(String[]::new));
    if (problem[0] != null) {
      throw problem[0];
    }
    return code;
  }

  /** What a command says, which is not run. Files that it names are not read. */
  static CommandLine.ParseResult parse(String... arguments) {
    return commandLine(new Zoo()).setExpandAtFiles(false).parseArgs(arguments);
  }

  private static CommandLine commandLine(Zoo zoo) {
    CommandLine commandLine = new CommandLine(zoo);
    CommandLine train = commandLine.getSubcommands().get("train");
    train.getCommandSpec().parser().unmatchedOptionsArePositionalParams(true);
    return commandLine;
  }

  /** A slip in the command line: one line; without any command, the help that was looked for. */
  private static int reportMisuse(
      CommandLine.ParameterException problem, PrintWriter err, String... arguments) {
    if (problem instanceof CommandLine.MaxValuesExceededException
        || problem instanceof CommandLine.OverwrittenOptionException) {
      err.printf(
          "zoo: %s is given twice: give it once (see --help)%n",
          givenTwice(problem.getCommandLine().getCommandSpec(), arguments));
      return MENDABLE;
    }
    if (problem instanceof CommandLine.MissingParameterException
        || !(problem.getCommandLine().getCommandSpec().userObject() instanceof Zoo)
        || problem instanceof CommandLine.UnmatchedArgumentException) {
      String meant = "";
      if (problem instanceof CommandLine.UnmatchedArgumentException unmatched
          && !unmatched.getSuggestions().isEmpty()) {
        meant = ". Did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
      }
      String message = oneLine(problem.getMessage()).replaceFirst("^Error: ", "");
      err.println("zoo: " + message + meant + " (see --help)");
    } else {
      problem.getCommandLine().usage(err);
    }
    return MENDABLE;
  }

  /** The first option that is there a second time; of groups of options the parser names none. */
  private static String givenTwice(CommandSpec command, String... arguments) {
    Set<String> seen = new HashSet<>();
    for (String argument : arguments) {
      String name = argument.replaceFirst("=.*", "");
      OptionSpec option = command.findOption(name);
      if (option != null && !option.isMultiValue() && !seen.add(name)) {
        return name;
      }
    }
    return "an option";
  }

  private int report(Exception problem, PrintWriter err) {
    boolean mendable = problem instanceof UserError;
    err.println(
        mendable
            ? "zoo: " + oneLine(problem.getMessage())
            : "zoo: internal error: %s; run again with --debug and report what it shows"
                .formatted(oneLine(problem.toString())));
    if (debug) {
      problem.printStackTrace(err);
    }
    return mendable ? MENDABLE : DEFECT;
  }

  /** Must come before the first logger: the libraries' noise is no news to a user. */
  private static void prepareLogging(String... arguments) {
    boolean debug = java.util.Arrays.asList(arguments).contains("--debug");
    String level = "org.slf4j.simpleLogger.defaultLogLevel";
    if (System.getProperty(level) == null) {
      System.setProperty(level, debug ? "info" : "error");
    }
    if (!debug) {
      System.setProperty("org.slf4j.simpleLogger.log.io.vertx", "off"); // It logs stack traces.
    }
    System.setProperty("java.awt.headless", "true");
  }

  private static String oneLine(String message) {
    return message == null ? "no message" : message.replaceAll("\\s*\\R\\s*", " ");
  }

  private static PrintWriter utf8(FileDescriptor descriptor) {
    return new PrintWriter(
        new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8),
        true,
        StandardCharsets.UTF_8);
  }

  /** The jar's version. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Zoo.class.getPackage().getImplementationVersion();
      return new String[] {
        "zoo " + (version == null ? "(not packaged)" : version),
        "Java " + System.getProperty("java.version")
      };
    }
  }
}
