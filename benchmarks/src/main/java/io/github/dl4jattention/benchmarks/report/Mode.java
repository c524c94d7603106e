package io.github.dl4jattention.benchmarks.report;

import io.github.dl4jattention.benchmarks.torch.Torch;
import io.github.dl4jattention.benchmarks.works.Works;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How a measuring JVM computes.
 *
 * @param threads of either side
 * @param mkl whether ND4J's BLAS is MKL instead of OpenBLAS
 * @param kernels which implementation this library takes: auto, vector, plain, off
 */
public record Mode(int threads, boolean mkl, String kernels) implements Comparable<Mode> {
  /** System property: which implementation this library takes. */
  private static final String KERNELS_PROPERTY = "io.github.dl4jattention.kernels";

  /** All values of {@link #kernels}. */
  public static final List<String> KERNELS = List.of("auto", "vector", "plain", "off");

  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  /**
   * In words.
   *
   * @return such as {@code 4 threads, MKL, kernels auto}
   */
  public String title() {
    return "%d thread%s, %s, kernels %s"
        .formatted(threads, threads == 1 ? "" : "s", blas(), kernels);
  }

  /**
   * ND4J's BLAS.
   *
   * @return its name
   */
  public String blas() {
    return mkl ? "MKL" : "OpenBLAS";
  }

  /**
   * Same mode, SameDiff path.
   *
   * @return a new mode
   */
  public Mode withoutKernels() {
    return new Mode(threads, mkl, "off");
  }

  /**
   * Options of the JVM that measures.
   *
   * @param natives where DJL unpacks libtorch
   * @return the options
   */
  public List<String> jvmOptions(Path natives) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Xmx3g",
                "-D" + Works.THREADS + "=" + threads,
                "-D" + KERNELS_PROPERTY + "=" + kernels,
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-D" + Torch.THREADS + "=" + threads,
                "-Dai.djl.pytorch.num_interop_threads=1"));
    options.addAll(Torch.options(natives));
    boolean vector = kernels.equals("auto") || kernels.equals("vector");
    if (vector && ModuleFinder.ofSystem().find(VECTOR_MODULE).isPresent()) {
      options.addAll(List.of("--add-modules", VECTOR_MODULE));
    }
    if (mkl) {
      options.add("-Dorg.bytedeco.openblas.load=mkl_rt");
    }
    return options;
  }

  @Override
  public int compareTo(Mode other) {
    return Comparator.comparing(Mode::mkl)
        .thenComparing(mode -> -mode.threads())
        .thenComparing(mode -> KERNELS.indexOf(mode.kernels()))
        .compare(this, other);
  }
}
