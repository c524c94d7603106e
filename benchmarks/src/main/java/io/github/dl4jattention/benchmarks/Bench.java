package io.github.dl4jattention.benchmarks;

import io.github.dl4jattention.benchmarks.report.Mode;
import io.github.dl4jattention.benchmarks.report.Page;
import io.github.dl4jattention.benchmarks.report.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code zoo bench}. */
@Command(
    name = "zoo bench",
    description = {
      "Times the layers beside PyTorch's and Deeplearning4j's own, prints the table, and writes"
          + " docs/benchmarks.md and its figures anew.",
      "Results of other modes and rows on the same machine stay in the page."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  zoo bench                                 all of it, with as many threads as cores",
      "  zoo bench --only lstm,gru --quick         a first look",
      "  zoo bench --only table --threads 1,2,4 --kernels vector,plain --mkl"
    })
public final class Bench implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int MENDABLE = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      description = "Threads of both sides, one run each (default: as many as cores).")
  private List<Integer> threads =
      new ArrayList<>(List.of(Runtime.getRuntime().availableProcessors()));

  @Option(
      names = "--kernels",
      split = ",",
      paramLabel = "K",
      description = "auto, vector, plain or off, one run each (default: auto).")
  private List<String> kernels = new ArrayList<>(List.of("auto"));

  @Option(names = "--mkl", description = "MKL in the place of OpenBLAS; fetches it, some 210 MB.")
  private boolean mkl;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description =
          "table, allocation, memory, lengths, or rows of the table by the name of their work.")
  private Set<String> only = new LinkedHashSet<>();

  @Option(names = "--quick", description = "Few samples; the page is not written.")
  private boolean quick;

  @Option(names = "--home", hidden = true, description = "The project's root.")
  private Path home = Path.of(System.getProperty("zoo.home", "."));

  private Bench() {}

  /**
   * Runs the command and exits with its code.
   *
   * @param arguments the options
   */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Bench())
            .setParameterExceptionHandler(
                (problem, args) -> {
                  problem.getCommandLine().getErr().println("zoo: " + problem.getMessage());
                  return MENDABLE;
                })
            .setExecutionExceptionHandler(
                (problem, command, parsed) -> {
                  command.getErr().println("zoo: bench ended early: " + problem.getMessage());
                  return FAILED;
                })
            .execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Mode> modes = modes();
    List<Integer> chosen = chosen();
    Path file = home.resolve(quick ? "benchmarks/target/quick.csv" : "docs/benchmarks.csv");
    if (quick) {
      Files.deleteIfExists(file);
    }
    for (Mode mode : modes) {
      measure(mode, chosen, file);
      Results results = Results.read(file, Machine.describe());
      System.out.println(Page.table(results, mode));
      if (!quick) {
        Page.write(home.resolve("docs"), results, Machine.describe());
      }
    }
    return 0;
  }

  /** Tasks that need the same environment share a process. */
  private void measure(Mode mode, List<Integer> chosen, Path file)
      throws IOException, InterruptedException {
    List<Task> all = Tasks.all();
    Path natives = home.resolve("benchmarks/target/djl").toAbsolutePath();
    List<Map<String, String>> environments =
        chosen.stream().map(task -> all.get(task).environment(mode)).distinct().toList();
    for (Map<String, String> environment : environments) {
      List<Integer> tasks =
          chosen.stream()
              .filter(task -> all.get(task).environment(mode).equals(environment))
              .toList();
      Measurer.start(mode, environment, tasks, quick, file, natives);
    }
    List<Integer> againstSameDiff =
        chosen.stream().filter(task -> all.get(task).hasSameDiffRival()).toList();
    if (!mode.kernels().equals("off") && !againstSameDiff.isEmpty()) {
      Mode sameDiff = mode.withoutKernels();
      Map<String, String> environment = all.get(againstSameDiff.get(0)).environment(sameDiff);
      Measurer.start(sameDiff, environment, againstSameDiff, quick, file, natives);
    }
  }

  private List<Mode> modes() {
    for (String one : kernels) {
      if (!Mode.KERNELS.contains(one)) {
        throw misuse("there are no kernels \"%s\": choose of %s".formatted(one, Mode.KERNELS));
      }
    }
    for (int number : threads) {
      if (number < 1) {
        throw misuse("--threads is %d: choose 1 or more".formatted(number));
      }
    }
    return threads.stream()
        .flatMap(number -> kernels.stream().map(one -> new Mode(number, mkl, one)))
        .toList();
  }

  private List<Integer> chosen() {
    List<Task> all = Tasks.all();
    for (String name : only) {
      if (all.stream().noneMatch(task -> task.isCalled(name))) {
        Set<String> names = new LinkedHashSet<>();
        all.forEach(task -> names.addAll(task.names()));
        throw misuse("nothing is called \"%s\": choose of %s".formatted(name, names));
      }
    }
    return IntStream.range(0, all.size())
        .filter(i -> only.isEmpty() || only.stream().anyMatch(all.get(i)::isCalled))
        .boxed()
        .toList();
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
