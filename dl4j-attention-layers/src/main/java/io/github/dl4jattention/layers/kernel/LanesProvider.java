package io.github.dl4jattention.layers.kernel;

import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the {@link Lanes} of this process, once, by what the JVM has and by the system property
 * {@value #KERNELS}:
 *
 * <ul>
 *   <li>{@code auto}, the default: {@code jdk.incubator.vector} where the JVM was started with
 *       {@code --add-modules jdk.incubator.vector}, plain Java elsewhere; one line in the log says
 *       so
 *   <li>{@code vector}: {@code jdk.incubator.vector}; an error without it
 *   <li>{@code plain}: plain Java, with products by ND4J's BLAS
 *   <li>{@code off}: no kernels at all: every layer runs as a SameDiff graph
 * </ul>
 */
public final class LanesProvider {
  /** System property: auto, vector, plain or off. */
  public static final String KERNELS = "io.github.dl4jattention.kernels";

  private static final Logger LOG = LoggerFactory.getLogger(LanesProvider.class);
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final String VECTOR_LANES =
      "io.github.dl4jattention.layers.kernel.vector.VectorLanes";

  /** Null until first asked for. */
  private static Optional<Lanes> found;

  private LanesProvider() {}

  /**
   * The lanes that kernels shall work with.
   *
   * @return nothing if kernels are switched off
   * @throws IllegalArgumentException if the system property is none of the four
   * @throws IllegalStateException if it asks for what this JVM does not have
   */
  public static synchronized Optional<Lanes> lanes() {
    if (found == null) {
      found = find(System.getProperty(KERNELS, "auto"));
    }
    return found;
  }

  /**
   * Chooses anew, as the system property would: for tests and benchmarks that compare. Networks
   * that have run already keep what they have.
   *
   * @param wanted auto, vector, plain or off
   */
  public static synchronized void choose(String wanted) {
    found = find(wanted);
  }

  static Optional<Lanes> find(String wanted) {
    return switch (wanted.toLowerCase(Locale.ROOT)) {
      case "off" -> Optional.empty();
      case "plain" -> Optional.of(new PlainLanes());
      case "vector" ->
          Optional.of(
              vector()
                  .orElseThrow(
                      () ->
                          new IllegalStateException(
                              "-D%s=vector needs the JVM's module: start it with --add-modules %s"
                                  .formatted(KERNELS, VECTOR_MODULE))));
      case "auto" -> Optional.of(vector().orElseGet(LanesProvider::plain));
      default ->
          throw new IllegalArgumentException(
              "-D%s is auto, vector, plain or off, got \"%s\"".formatted(KERNELS, wanted));
    };
  }

  private static Lanes plain() {
    LOG.info(
        "Attention runs in plain Java. It is faster on a JVM started with --add-modules {}",
        VECTOR_MODULE);
    return new PlainLanes();
  }

  private static Optional<Lanes> vector() {
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      return Optional.empty();
    }
    try {
      Class<?> found = Class.forName(VECTOR_LANES);
      return Optional.of((Lanes) found.getConstructor().newInstance());
    } catch (ReflectiveOperationException | LinkageError e) {
      LOG.info("{} is there, but cannot be used here: {}", VECTOR_MODULE, e.toString());
      return Optional.empty();
    }
  }
}
