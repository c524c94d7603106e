package io.github.dl4jattention.benchmarks.torch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Platform;
import ai.djl.util.Utils;
import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * libtorch's engine, and arrays in and out of it.
 *
 * <p>Its number of threads is DJL's system property {@value #THREADS}.
 */
public final class Torch {
  /** System property of DJL's: threads of one operation. */
  public static final String THREADS = "ai.djl.pytorch.num_threads";

  /** DJL describes the natives in the class path in this file. */
  private static final String NATIVES = "native/lib/pytorch.properties";

  /** RTLD_NOW of dlopen. */
  private static final int BIND_NOW = 2;

  private Torch() {}

  /** Made when it is first asked for: {@link #load} may have something to do before. */
  private static final class Holder {
    static final PtNDManager MANAGER = (PtNDManager) Engine.getEngine("PyTorch").newBaseManager();
  }

  /**
   * Whether libtorch is in the class path: there is none for some platforms.
   *
   * @return true if it is
   */
  public static boolean isAvailable() {
    return Torch.class.getClassLoader().getResource(NATIVES) != null;
  }

  /**
   * Options of a JVM that loads libtorch: no downloads, no reports to anyone.
   *
   * @param natives where DJL unpacks it
   * @return the options
   */
  public static List<String> options(Path natives) {
    return List.of(
        "-Dai.djl.offline=true",
        "-DOPT_OUT_TRACKING=true",
        "-DENGINE_CACHE_DIR=" + natives,
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
  }

  /**
   * Loads libtorch, unpacked if need be. To be called before ND4J is loaded.
   *
   * <p>libtorch carries MKL inside, and finds its functions by name when each is first called. If
   * another MKL has come before, as ND4J's BLAS, it is found instead, and PyTorch would be measured
   * with that, or ends the process. So all names are bound now, where libtorch was unpacked by an
   * earlier process.
   */
  public static void load() {
    Platform platform = Platform.detectPlatform("pytorch");
    Path folder =
        Utils.getEngineCacheDir("pytorch")
            .resolve(
                String.join(
                    "-", platform.getVersion(), platform.getFlavor(), platform.getClassifier()));
    if (platform.getOsPrefix().equals("linux") && Files.isDirectory(folder)) {
      Stream.of(platform.getLibraries())
          .sorted(Comparator.comparing((String library) -> library.contains("torch")))
          .filter(library -> !library.equals("libtorch.so")) // It is empty, but for what it needs.
          .map(library -> folder.resolve(library).toString())
          .forEach(
              library ->
                  NativeLibrary.getInstance(library, Map.of(Library.OPTION_OPEN_FLAGS, BIND_NOW)));
    }
    manager();
  }

  static PtNDManager manager() {
    return Holder.MANAGER;
  }

  /**
   * Gives libtorch its threads. OpenMP counts for each calling thread by itself, and begins with
   * {@code OMP_NUM_THREADS}, which is ND4J's; so the engine's setting holds in one thread only.
   */
  static void useThreads() {
    manager(); // Its library must have been loaded.
    JniUtils.setNumThreads(Integer.getInteger(THREADS, Runtime.getRuntime().availableProcessors()));
  }

  /**
   * A copy of an array.
   *
   * @param array of any order and strides
   * @param differentiable whether gradients with respect to it are wanted
   * @return the copy
   */
  public static NDArray copy(INDArray array, boolean differentiable) {
    NDArray copy =
        manager().create(array.dup('c').data().asFloat(), new Shape(array.shape())); // copies
    if (differentiable) {
      JniUtils.attachGradient((PtNDArray) copy, true);
    }
    return copy;
  }

  /**
   * A vector.
   *
   * @param values its elements
   * @return a new array
   */
  public static NDArray vector(float... values) {
    return manager().create(values);
  }

  /**
   * Zeros of another array's shape.
   *
   * @param array the other
   * @return zeros
   */
  public static NDArray zerosLike(NDArray array) {
    return manager().zeros(array.getShape(), DataType.FLOAT32);
  }
}
