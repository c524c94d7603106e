package io.github.dl4jattention.zoo.classification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Memory of a long text: of a process of its own, as that of this one has other tests in it. */
@EnabledOnOs(OS.LINUX)
class LongTextTests {
  private static final int STEPS = 4_096;
  private static final long GIB = 1L << 30;

  @Test
  void fourThousandStepsAreClassifiedWithinOneGibibyteBesideTheParameters() throws Exception {
    Path log = Files.createTempFile("long-text", ".log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx600m",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                LongText.class.getName(),
                String.valueOf(STEPS))
            .redirectError(log.toFile())
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    String last = out.strip().lines().reduce((before, line) -> line).orElseThrow();
    List<String> told = List.of(last.split(" "));
    assertThat(told.get(0)).isIn("yes", "no");
    long parameters = Long.parseLong(told.get(2));
    assertThat(parameters).isGreaterThan(16L << 20); // There is a model.
    assertThat(Long.parseLong(told.get(1)) - parameters).isLessThan(GIB);
    Files.delete(log);
  }
}
