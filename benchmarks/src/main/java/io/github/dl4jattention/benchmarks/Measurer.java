package io.github.dl4jattention.benchmarks;

import io.github.dl4jattention.benchmarks.report.Measurement;
import io.github.dl4jattention.benchmarks.report.Mode;
import io.github.dl4jattention.benchmarks.report.Results;
import io.github.dl4jattention.benchmarks.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Runs tasks of one mode in a process of its own, whose environment the JVMs that JMH starts
 * inherit: ND4J reads its number of threads from there, and nowhere else.
 */
final class Measurer {
  /** Milliseconds that idle threads of ND4J's MKL spin: 200 unless told, in PyTorch's way. */
  private static final String SPINNING = "KMP_BLOCKTIME";

  /** System property: where DJL unpacks libtorch. */
  private static final String NATIVES = "benchmarks.natives";

  private Measurer() {}

  /**
   * Starts the process and waits for it.
   *
   * @param mode how to compute
   * @param environment variables to set; an empty one is taken away
   * @param tasks indices in {@link Tasks#all}
   * @param quick whether few samples will do
   * @param file takes the measurements
   * @param natives where DJL unpacks libtorch
   * @throws IOException if the process cannot be started or measured nothing
   */
  static void start(
      Mode mode,
      Map<String, String> environment,
      List<Integer> tasks,
      boolean quick,
      Path file,
      Path natives)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-Djmh.ignoreLock=true"));
    command.add("-D%s=%s".formatted(NATIVES, natives));
    command.addAll(Torch.options(natives));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Measurer.class.getName());
    command.add(file.toString());
    command.addAll(List.of(String.valueOf(mode.threads()), String.valueOf(mode.mkl())));
    command.addAll(List.of(mode.kernels(), String.valueOf(quick)));
    tasks.forEach(task -> command.add(task.toString()));
    ProcessBuilder process = new ProcessBuilder(command).inheritIO();
    environment.forEach(
        (name, value) -> {
          process.environment().remove(name);
          if (!value.isEmpty()) {
            process.environment().put(name, value);
          }
        });
    process.environment().put(SPINNING, "1");
    int code = process.start().waitFor();
    if (code != 0) {
      throw new IOException("measuring ended with code " + code);
    }
  }

  /**
   * The process.
   *
   * @param arguments the file, the mode's three parts, whether it is quick, indices of tasks
   */
  public static void main(String[] arguments) {
    Path file = Path.of(arguments[0]);
    Mode mode =
        new Mode(Integer.parseInt(arguments[1]), Boolean.parseBoolean(arguments[2]), arguments[3]);
    boolean quick = Boolean.parseBoolean(arguments[4]);
    List<Task> all = Tasks.all();
    Path natives = Path.of(System.getProperty(NATIVES));
    if (Torch.isAvailable()) {
      Torch.load(); // Unpacks it, once for all JVMs that measure.
    }
    for (int i = 5; i < arguments.length; i++) {
      Task task = all.get(Integer.parseInt(arguments[i]));
      System.out.printf("%s: %s%n", mode.title(), task.subject());
      List<Measurement> measured;
      try {
        measured = task.run(mode, task.jvmOptions(mode, natives), quick);
      } catch (RunnerException e) {
        // The other tasks' results are worth having all the same.
        System.out.printf("    failed: %s%n", e.getCause() == null ? e : e.getCause());
        continue;
      }
      measured.forEach(one -> System.out.println("    " + one));
      // Written as it comes: what was measured before an interruption is not lost.
      Results results = Results.read(file, Machine.describe());
      results.add(measured);
      results.write(file);
    }
  }
}
