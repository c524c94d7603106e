package io.github.dl4jattention.benchmarks;

import io.github.dl4jattention.benchmarks.report.Measurement;
import io.github.dl4jattention.benchmarks.report.Mode;
import io.github.dl4jattention.benchmarks.report.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One benchmark of JMH with its parameters, run in a JVM of its own.
 *
 * @param id names it on the command line
 * @param group which part of the report it is for
 * @param subject what is measured, in the results
 * @param benchmark a class of this package
 * @param parameters of the benchmark
 * @param warmups iterations before the measured ones
 * @param iterations measured, at most
 * @param sides names of the samples, each in its unit
 */
record Task(
    String id,
    Group group,
    String subject,
    Class<?> benchmark,
    Map<String, String> parameters,
    int warmups,
    int iterations,
    Map<String, String> sides) {

  private static final String OPEN_MP_THREADS = "OMP_NUM_THREADS";

  /** Parts of the report. */
  enum Group {
    TABLE,
    ALLOCATION,
    MEMORY,
    LENGTHS
  }

  /**
   * Variables of the process that measures; an empty one is taken away. ND4J has one thread of its
   * own, as the launcher gives it: with more, Deeplearning4j's layers would be slower, too.
   */
  Map<String, String> environment(Mode mode) {
    return subject.endsWith(Row.AS_IT_COMES)
        ? Map.of(OPEN_MP_THREADS, String.valueOf(mode.threads()), "OPENBLAS_CORETYPE", "")
        : Map.of(OPEN_MP_THREADS, "1");
  }

  /** Whether the library's own SameDiff path is what it is held against. */
  boolean hasSameDiffRival() {
    return group == Group.TABLE && id.equals(Row.DATES);
  }

  /** Names on the command line: the group's and its own. */
  Set<String> names() {
    return new LinkedHashSet<>(List.of(group.name().toLowerCase(Locale.ROOT), id));
  }

  /** Whether a name on the command line means this. */
  boolean isCalled(String name) {
    return names().contains(name);
  }

  /** Options of the JVM that measures. */
  List<String> jvmOptions(Mode mode, Path natives) {
    List<String> options = new ArrayList<>(mode.jvmOptions(natives));
    if (group == Group.MEMORY) {
      // A heap that is resident from the start does not show in the process's growth.
      options.addAll(List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"));
    }
    return options;
  }

  /**
   * Runs the benchmark.
   *
   * @param mode how
   * @param jvmOptions of the JVM that measures
   * @param quick whether few samples will do
   * @return what was measured; nothing of the sides that are not there
   * @throws RunnerException if the JVM that measures failed
   */
  List<Measurement> run(Mode mode, List<String> jvmOptions, boolean quick) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + benchmark.getName().replace(".", "\\.") + "\\.")
            .forks(1)
            .warmupIterations(quick ? Math.min(2, warmups) : warmups)
            .measurementIterations(quick ? Math.min(5, iterations) : iterations)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .jvmArgs(jvmOptions.toArray(new String[0]));
    parameters.forEach(options::param);
    if (group == Group.ALLOCATION) {
      options.addProfiler("gc");
    }
    return measurements(mode, new Runner(options.build()).runSingle());
  }

  private List<Measurement> measurements(Mode mode, RunResult result) {
    Collection<IterationResult> iterations =
        result.getBenchmarkResults().iterator().next().getIterationResults();
    List<Measurement> measurements = new ArrayList<>();
    sides.forEach(
        (side, unit) -> {
          double[] samples =
              iterations.stream()
                  .map(iteration -> secondary(iteration, side))
                  .flatMap(Optional::stream)
                  .mapToDouble(Double::doubleValue)
                  .toArray();
          if (samples.length > 0) {
            measurements.add(Measurement.of(mode, subject, side, unit, samples));
          }
        });
    return measurements;
  }

  /** A sample of 0 is none. */
  private static Optional<Double> secondary(IterationResult iteration, String side) {
    Result<?> result = iteration.getSecondaryResults().get(side);
    return Optional.ofNullable(result).map(Result::getScore).filter(score -> score > 0);
  }
}
