package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attention over long sequences needs memory that grows with the steps, not with their square. */
class LongSequenceTests {
  @TempDir Path folder;

  /** One head's weights alone would be 256 MiB in a heap of 160, all of them 1 GiB. */
  @Test
  void eightThousandStepsForwardAndBackwardInLittleMemory()
      throws IOException, InterruptedException {
    String said =
        FreshJvm.run(
            folder,
            Map.of("OMP_NUM_THREADS", "1"),
            List.of(
                "-Xmx160m",
                "-Dorg.bytedeco.javacpp.maxbytes=160m",
                "--add-modules=jdk.incubator.vector",
                FreshJvm.OPTIMIZING),
            List.of(),
            LongSequenceProgram.class);
    assertThat(said).contains("8192 steps, right");
  }
}
