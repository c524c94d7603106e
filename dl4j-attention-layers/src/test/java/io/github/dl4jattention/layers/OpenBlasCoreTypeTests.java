package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenBLAS learns which processor it runs on, early enough and without harm. */
class OpenBlasCoreTypeTests {
  private static final Set<String> AVX2 = Set.of("sse3", "avx", "avx2", "fma");
  private static final Set<String> AVX512 =
      Set.of("avx2", "fma", "avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl");

  @Test
  void theCoreTypeIsTheBestThatTheProcessorCanRun() {
    assertThat(OpenBlasCoreType.ofProcessor(Set.of("sse3", "avx"))).isEmpty();
    assertThat(OpenBlasCoreType.ofProcessor(AVX2)).contains("Haswell");
    assertThat(OpenBlasCoreType.ofProcessor(AVX512)).contains("SkylakeX");
  }

  /** Knights Landing has some of AVX-512, a machine may hide some: the kernels use all of it. */
  @Test
  void aProcessorWithSomeOfAvx512IsNoSkylake() {
    for (String missing : AVX512) {
      Set<String> flags =
          AVX512.stream().filter(flag -> !flag.equals(missing)).collect(Collectors.toSet());
      assertThat(OpenBlasCoreType.ofProcessor(flags).orElse(""))
          .as(missing)
          .isNotEqualTo("SkylakeX");
    }
  }

  @Test
  void adviceIsForSlowCoreTypesOnFasterProcessors() {
    assertThat(OpenBlasCoreType.advice(Optional.of("Prescott"), AVX512).orElseThrow())
        .contains("Prescott", "OPENBLAS_CORETYPE=SkylakeX", "OpenBlasCoreType.tell()");
    assertThat(OpenBlasCoreType.advice(Optional.of("Core2"), AVX2).orElseThrow())
        .contains("Core2", "OPENBLAS_CORETYPE=Haswell");
    assertThat(OpenBlasCoreType.advice(Optional.of("Core2"), Set.of("sse3"))).isEmpty();
    assertThat(OpenBlasCoreType.advice(Optional.of("Zen"), AVX512)).isEmpty();
    assertThat(OpenBlasCoreType.advice(Optional.of("SapphireRapids"), AVX512)).isEmpty();
    assertThat(OpenBlasCoreType.advice(Optional.empty(), AVX512)).isEmpty();
  }

  /** What a process decides once, so each in a JVM of its own. */
  @Nested
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  class InAFreshProcess {
    @TempDir Path folder;

    @Test
    void openBlasTakesTheTypeItIsTold() throws IOException, InterruptedException {
      assertThat(run("", List.of(), "tell"))
          .contains("told true", "again false", "loaded false", "detected " + expected());
    }

    /** As README's graph, which names our classes before it makes an array. */
    @ParameterizedTest
    @ValueSource(strings = {"layer", "vertex", "gru", "graph"})
    void layersAndVerticesTellIt(String way) throws IOException, InterruptedException {
      assertThat(run("", List.of(), way)).contains("detected " + expected());
    }

    @Test
    void theUsersVariableIsLeftAlone() throws IOException, InterruptedException {
      expected();
      assertThat(run("Nehalem", List.of(), "tell")).contains("told false", "detected Nehalem");
    }

    @Test
    void afterBlasIsLoadedNothingHappens() throws IOException, InterruptedException {
      assertThat(run("", List.of(), "late"))
          .contains("loaded true", "told false", detected(run("", List.of(), "nothing")));
    }

    @Test
    void anotherBlasIsLeftAlone() throws IOException, InterruptedException {
      // There is none of that name; JavaCPP then loads its own.
      assertThat(run("", List.of("-Dorg.bytedeco.openblas.load=none_such"), "tell"))
          .contains("told false");
    }

    /** JNA finds no library of its own here. */
    @Test
    void withoutJnaEverythingWorksAsBefore() throws IOException, InterruptedException {
      List<String> options = List.of("-Djna.nounpack=true", "-Djna.nosys=true");
      assertThat(run("", options, "tell"))
          .contains("told false", "vendor OPENBLAS", "detected unknown");
      assertThat(run("", options, "graph")).contains("inside Use", "vendor OPENBLAS");
    }

    @Test
    void oneLineSaysThatOpenBlasIsSlow() throws IOException, InterruptedException {
      String type = expected();
      String said =
          run("Prescott", List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=info"), "graph");
      assertThat(said.lines().filter(line -> line.contains("OPENBLAS_CORETYPE"))).hasSize(1);
      assertThat(said).contains("for a Prescott", "OPENBLAS_CORETYPE=" + type);
    }

    @Test
    void nothingIsSaidWhereItIsFast() throws IOException, InterruptedException {
      expected();
      assertThat(run("", List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=info"), "graph"))
          .doesNotContain("OPENBLAS_CORETYPE");
    }

    private String run(String coreType, List<String> options, String way)
        throws IOException, InterruptedException {
      return FreshJvm.run(
          folder,
          Map.of("OPENBLAS_CORETYPE", coreType),
          options,
          List.of(),
          CoreTypeProgram.class,
          way);
    }

    /** What this machine is to be told; on one without AVX2 there is nothing to test. */
    private static String expected() throws IOException {
      Set<String> flags =
          Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
              .filter(line -> line.startsWith("flags"))
              .flatMap(line -> Arrays.stream(line.split("\\s+")))
              .collect(Collectors.toSet());
      Optional<String> type = OpenBlasCoreType.ofProcessor(flags);
      assumeTrue(type.isPresent(), "a processor with AVX2");
      return type.orElseThrow();
    }

    private static String detected(String said) {
      return said.lines().filter(line -> line.startsWith("detected")).findFirst().orElseThrow();
    }
  }
}
