package io.github.dl4jattention.benchmarks;

/** Names of the system properties that settle how a measuring JVM computes. */
final class Settings {
  /** Threads of this library. */
  static final String THREADS = "io.github.dl4jattention.threads";

  /** Which implementation this library takes: auto, vector, plain, off. */
  static final String KERNELS = "io.github.dl4jattention.kernels";

  private Settings() {}
}
