package io.github.dl4jattention.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dl4jattention.layers.FreshJvm;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * MKL under ND4J, as docs/performance.md adds it: the one jar, the one option. It is no dependency
 * of this build: skipped where that jar is not in Maven's repository.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class MklTests {
  @TempDir Path folder;

  @Test
  void onlyThreadsThatEnterAreLimited()
      throws IOException, InterruptedException, URISyntaxException {
    String said =
        FreshJvm.run(
            folder,
            Map.of("OMP_NUM_THREADS", "", "MKL_NUM_THREADS", ""),
            List.of(
                "-Dorg.bytedeco.openblas.load=mkl_rt",
                "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("cache")),
            List.of(mkl()),
            MklThreadsProgram.class);
    assertThat(said.lines())
        .containsSubsequence(
            "vendor MKL",
            "inside Use: 1",
            "another thread meanwhile: 4",
            "nested Use: 1",
            "after the nested: 1",
            "after: 4",
            "told 4");
  }

  /** Beside JavaCPP, in the layout of a Maven repository. */
  private static Path mkl() throws URISyntaxException {
    Path javacpp =
        Path.of(Loader.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path jar =
        javacpp
            .resolveSibling("../../mkl/2022.0-1.5.7/mkl-2022.0-1.5.7-linux-x86_64-redist.jar")
            .normalize();
    assumeTrue(Files.exists(jar), "MKL in Maven's repository");
    return jar;
  }
}
