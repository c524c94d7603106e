package io.github.dl4jattention.layers;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells OpenBLAS which processor it runs on, where it would not find out by itself.
 *
 * <p>OpenBLAS 0.3.19, which ND4J 1.0.0-M2.1 brings, knows processors by their model. It takes some
 * newer ones for SSE3 machines and runs matrix products 2 to 5 times slower than they could be; of
 * others it does not use AVX-512. The environment variable {@code OPENBLAS_CORETYPE} tells it, and
 * is read once, when the library is loaded. So call this first, before anything of ND4J:
 *
 * <pre>{@code
 * public static void main(String[] arguments) {
 *   OpenBlasCoreType.tell();
 *   INDArray data = Nd4j.rand(32, 256);
 * }
 * }</pre>
 *
 * <p>This library's layers and vertices call it when their classes are loaded, which is early
 * enough where a program builds its configuration before its first array.
 *
 * <p>It acts on Linux on x86-64 only, and sets the variable of this process, which its child
 * processes inherit. It leaves alone a variable that is set, so that setting one is the way to
 * switch it off; a BLAS that is loaded; and any BLAS but this OpenBLAS. It never fails: where
 * something is in the way, nothing happens. See {@code docs/decisions/0015-blas.md}.
 */
public final class OpenBlasCoreType {
  private static final Logger LOG = LoggerFactory.getLogger(OpenBlasCoreType.class);
  private static final String VARIABLE = "OPENBLAS_CORETYPE";

  /** The one that does not know newer processors; where users brought another, they chose it. */
  private static final String VERSION = "0.3.19-";

  private static final Pattern BLAS_FILE = Pattern.compile("/lib(openblas|mkl_)[^/]*$");

  private static final String VERSION_FILE = "META-INF/maven/org.bytedeco/openblas/pom.properties";

  /** What the kernels for SkylakeX are compiled for. */
  private static final Set<String> AVX512 =
      Set.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl");

  private static final Set<String> AVX2 = Set.of("avx2", "fma");

  /** OpenBLAS's names of what came before AVX2. */
  private static final Set<String> BEFORE_AVX2 =
      Set.of(
          "Katmai",
          "Coppermine",
          "Northwood",
          "Prescott",
          "Banias",
          "Atom",
          "Core2",
          "Penryn",
          "Dunnington",
          "Nehalem",
          "Athlon",
          "Opteron",
          "Opteron_SSE3",
          "Barcelona",
          "Nano",
          "Sandybridge",
          "Bobcat",
          "Bulldozer",
          "Piledriver",
          "Steamroller");

  private static final AtomicBoolean TOLD = new AtomicBoolean();
  private static final AtomicBoolean ADVISED = new AtomicBoolean();

  private OpenBlasCoreType() {}

  /**
   * Sets {@code OPENBLAS_CORETYPE} for this process, if that is of use.
   *
   * @return whether this call has set it
   */
  public static boolean tell() {
    try {
      if (!isSupportedPlatform() || isVariableSet() || !isNd4jsOpenBlas() || isBlasLoaded()) {
        return false;
      }
      Optional<String> type = ofProcessor(processorFlags());
      if (type.isEmpty() || TOLD.getAndSet(true)) {
        return false;
      }
      // System.getenv() is a copy, which Java never writes back: the C library's is what counts.
      Function setenv = NativeLibrary.getProcess().getFunction("setenv");
      return setenv.invokeInt(new Object[] {VARIABLE, type.get(), 1}) == 0;
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.debug("OpenBLAS was not told its core type", e);
      return false;
    }
  }

  /** Says once what would make OpenBLAS faster, if it runs on a slow core type. */
  static void advise() {
    if (ADVISED.getAndSet(true)) {
      return;
    }
    try {
      if (isSupportedPlatform()) {
        advice(detected(), processorFlags()).ifPresent(LOG::info);
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.debug("OpenBLAS's core type is not known", e);
    }
  }

  /**
   * The line for the log.
   *
   * @param detected the core type that OpenBLAS took
   * @param flags of the processor
   * @return empty if there is nothing better
   */
  static Optional<String> advice(Optional<String> detected, Set<String> flags) {
    return detected
        .filter(BEFORE_AVX2::contains)
        .flatMap(
            slow ->
                ofProcessor(flags)
                    .map(
                        better ->
                            ("OpenBLAS takes this processor for a %s, and its products run 2 to 5"
                                    + " times slower than they could: set the environment variable"
                                    + " %s=%s, or call OpenBlasCoreType.tell() before anything of"
                                    + " ND4J")
                                .formatted(slow, VARIABLE, better)));
  }

  /**
   * The core type for a processor.
   *
   * @param flags as {@code /proc/cpuinfo} names them
   * @return empty if OpenBLAS's own choice is as good
   */
  static Optional<String> ofProcessor(Set<String> flags) {
    if (!flags.containsAll(AVX2)) {
      return Optional.empty();
    }
    return Optional.of(flags.containsAll(AVX512) ? "SkylakeX" : "Haswell");
  }

  /**
   * The core type that OpenBLAS works with.
   *
   * @return empty if the BLAS that is loaded has no core types
   */
  static Optional<String> detected() {
    // By its address: to open the library by its name once more would mix its two copies.
    Pointer address = Loader.addressof("openblas_get_corename");
    return Optional.ofNullable(address)
        .map(known -> Function.getFunction(new com.sun.jna.Pointer(known.address())))
        .map(function -> function.invokeString(new Object[0], false));
  }

  /** Whether a BLAS is in this process, which then has read the variable. */
  static boolean isBlasLoaded() throws IOException {
    try (Stream<String> mapped = Files.lines(Path.of("/proc/self/maps"), StandardCharsets.UTF_8)) {
      return mapped.anyMatch(line -> BLAS_FILE.matcher(line).find());
    }
  }

  private static boolean isSupportedPlatform() {
    return System.getProperty("os.name").equals("Linux")
        && List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
  }

  private static boolean isVariableSet() {
    String value = System.getenv(VARIABLE);
    return value != null && !value.isEmpty();
  }

  private static boolean isNd4jsOpenBlas() throws IOException {
    if (System.getProperty("org.bytedeco.openblas.load") != null) {
      return false;
    }
    ClassLoader loader = Loader.class.getClassLoader();
    try (InputStream file = loader.getResourceAsStream(VERSION_FILE)) {
      Properties properties = new Properties();
      if (file != null) {
        properties.load(file);
      }
      return properties.getProperty("version", "").startsWith(VERSION);
    }
  }

  private static Set<String> processorFlags() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .map(line -> Set.copyOf(List.of(line.split("\\s+"))))
          .orElse(Set.of());
    }
  }
}
