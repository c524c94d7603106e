package io.github.dl4jattention.zoo.training;

import java.util.concurrent.TimeUnit;

/**
 * Has what is no longer used given back while a training runs.
 *
 * <p>The numbers of an ND4J array lie outside of Java's heap and are freed when Java's collector
 * has found the array's object dead. Training on kernels and in workspaces makes so little that
 * Java's heap hardly grows: its collector would look once in half a minute, or later, and what
 * DL4J's updater and the inputs of each batch take, some 60 MB a second, would add up to many
 * gigabytes. So it is asked to look, every few seconds: a fifth of a second's pause, or none where
 * the JVM is told to collect beside the work ({@code -XX:+ExplicitGCInvokesConcurrent}; the
 * launcher {@code zoo} does).
 */
final class NativeMemory {
  private static final long NANOS_BETWEEN = TimeUnit.SECONDS.toNanos(5);

  private long last = System.nanoTime();

  /** To be called often; mostly does nothing. */
  void release() {
    if (System.nanoTime() - last >= NANOS_BETWEEN) {
      System.gc();
      last = System.nanoTime();
    }
  }
}
