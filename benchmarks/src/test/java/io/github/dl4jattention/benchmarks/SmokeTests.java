package io.github.dl4jattention.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dl4jattention.benchmarks.report.Row;
import io.github.dl4jattention.benchmarks.torch.Torch;
import io.github.dl4jattention.benchmarks.works.Lengths;
import io.github.dl4jattention.benchmarks.works.Pass;
import io.github.dl4jattention.benchmarks.works.Works;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark runs, once, in small. */
class SmokeTests {
  static Stream<Arguments> passes() {
    return Works.small().names().stream()
        .flatMap(work -> Works.passes(work).stream().map(pass -> Arguments.of(work, pass)));
  }

  @ParameterizedTest
  @MethodSource("passes")
  void comparisonTakesASampleOfEachSide(String work, Pass pass) throws Exception {
    Map<String, Double> samples =
        run(
            Comparison.class,
            Map.of(
                "work", work, "pass", pass.name(), "sides", "OURS,PYTORCH,DL4J", "small", "true"));
    assertThat(samples.get("ours")).isPositive();
    if (Torch.isAvailable()) {
      assertThat(samples.get("pytorch")).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource(Lengths.class)
  void comparisonRunsAtALength(Lengths kind) throws Exception {
    Map<String, Double> samples =
        run(Comparison.class, Map.of("work", kind.name() + "-5", "sides", "OURS"));
    assertThat(samples.get("ours")).isPositive();
    assertThat(samples.get("pytorch")).isZero();
  }

  @Test
  void trainingRuns() throws Exception {
    run(Training.class, Map.of("work", "lstm", "small", "true"));
  }

  @Test
  void memoryIsMeasured() throws Exception {
    assumeTrue(Files.isWritable(Path.of("/proc/self/clear_refs")), "needs Linux");
    Map<String, Double> bytes =
        run(Memory.class, Map.of("time", "128", "pass", Pass.FORWARD_BACKWARD.name()));
    assertThat(bytes.get("oursHeap")).isPositive();
    assertThat(bytes.get("oursNative")).isPositive();
  }

  @Test
  void allRowsHaveAWorkThatIsProvedInSmall() {
    assertThat(Works.measured().names()).containsAll(Row.all().stream().map(Row::work).toList());
    assertThat(Row.all())
        .allSatisfy(row -> assertThat(Works.passes(row.work())).contains(row.pass()));
    assertThat(Works.small().names())
        .containsAll(
            Row.all().stream()
                .map(Row::work)
                .map(work -> work.replaceFirst("attention-.*", "attention-64"))
                .toList());
  }

  private static Map<String, Double> run(Class<?> benchmark, Map<String, String> parameters)
      throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + benchmark.getName().replace(".", "\\.") + "\\.")
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(1))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    parameters.forEach((name, value) -> options.param(name, value));
    Collection<RunResult> results = new Runner(options.build()).run();
    assertThat(results).as(parameters.toString()).hasSize(1);
    Map<String, Double> secondary = new TreeMap<>();
    results.iterator().next().getSecondaryResults().values().stream()
        .map(result -> (Result<?>) result)
        .forEach(result -> secondary.put(result.getLabel(), result.getScore()));
    return secondary;
  }
}
