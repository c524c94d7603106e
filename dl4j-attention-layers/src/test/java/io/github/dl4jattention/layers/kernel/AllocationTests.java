package io.github.dl4jattention.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.FreshJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors of the kernels stay in registers: in a JVM that waits for its compiler. */
class AllocationTests {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"forwards", "backwards"})
  void compiledPrimitivesPutNothingOnTheHeap(String order)
      throws IOException, InterruptedException {
    String output =
        FreshJvm.run(
            folder,
            Map.of(),
            List.of("--add-modules=jdk.incubator.vector", "-Xbatch", FreshJvm.OPTIMIZING),
            List.of(),
            AllocationProgram.class,
            order);
    List<String> lines = output.lines().filter(line -> line.matches("[a-zA-Z ]+: -?\\d+")).toList();
    assertThat(lines).hasSize(Primitive.ALL.size() + 10).allMatch(line -> line.endsWith(": 0"));
  }
}
