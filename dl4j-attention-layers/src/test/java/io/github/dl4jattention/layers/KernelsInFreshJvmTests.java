package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a process decides once about kernels, so each in a JVM of its own. */
class KernelsInFreshJvmTests {
  private static final String KERNELS = "-Dio.github.dl4jattention.kernels=";
  private static final String THREADS = "-Dio.github.dl4jattention.threads";
  private static final String MODULE = "--add-modules=jdk.incubator.vector";
  private static final Path THIS_JAVA = Path.of(System.getProperty("java.home"));

  /** What the log says, but for the level and the thread. */
  private static final String ADVICE =
      "Attention runs in plain Java. It is faster on a JVM started with --add-modules"
          + " jdk.incubator.vector";

  @TempDir Path folder;

  @Test
  void withTheModuleAllRunsInVectors() throws IOException, InterruptedException {
    assertThat(run(THIS_JAVA, MODULE)).contains("lanes: VectorLanes, right").doesNotContain(ADVICE);
  }

  @Test
  void withoutTheModuleOneLineSaysWhatWouldBeFaster() throws IOException, InterruptedException {
    assertThat(run(THIS_JAVA)).contains("lanes: PlainLanes, right").containsOnlyOnce(ADVICE);
  }

  @Test
  void withoutTheModuleVectorsAreRefused() throws IOException, InterruptedException {
    String message =
        KERNELS + "vector needs the JVM's module: start it with --add-modules jdk.incubator.vector";
    assertThat(run(THIS_JAVA, KERNELS + "vector"))
        .contains("refused: " + message, "refused again: " + message);
  }

  @Test
  void aWrongNumberOfThreadsIsNamedEachTime() throws IOException, InterruptedException {
    String message = THREADS + " is a number of threads, at least 1, got \"many\"";
    assertThat(run(THIS_JAVA, THREADS + "=many"))
        .contains("refused: " + message, "refused again: " + message);
  }

  /** Every other JDK that is installed beside this one: the vector module changes with each. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void newerJvmsRunTheSameClasses(boolean module) throws IOException, InterruptedException {
    List<Path> others = newerJavas();
    assumeTrue(!others.isEmpty(), "no newer JDK beside " + THIS_JAVA);
    for (Path java : others) {
      assertThat(module ? run(java, MODULE) : run(java))
          .as("%s", java)
          .contains("lanes: %s, right".formatted(module ? "VectorLanes" : "PlainLanes"));
    }
  }

  private static List<Path> newerJavas() throws IOException {
    List<Path> newer = new ArrayList<>();
    try (Stream<Path> siblings = Files.list(THIS_JAVA.resolveSibling(""))) {
      for (Path sibling : siblings.sorted().toList()) {
        if (Files.isExecutable(sibling.resolve("bin/java"))
            && release(sibling) > release(THIS_JAVA)) {
          newer.add(sibling);
        }
      }
    }
    return newer;
  }

  /** Of a JDK: 17, 25; 0 if it does not say. */
  private static int release(Path java) throws IOException {
    Path file = java.resolve("release");
    if (!Files.exists(file)) {
      return 0;
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("JAVA_VERSION="))
        .map(line -> line.replaceAll("\\D*(\\d+).*", "$1"))
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElse(0);
  }

  private String run(Path java, String... options) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=info");
    return FreshJvm.run(java, folder, Map.of(), all, List.of(), KernelsProgram.class);
  }
}
