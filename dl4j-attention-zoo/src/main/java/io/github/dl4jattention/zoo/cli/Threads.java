package io.github.dl4jattention.zoo.cli;

/** How many threads a training may use. */
final class Threads {
  private static final int MOST = 16;

  private Threads() {}

  /**
   * One a core, if ND4J was told to leave the cores to us; else one, because ND4J's own threads and
   * ours would stand in each other's way.
   */
  static int available() {
    boolean ours = "1".equals(System.getenv("OMP_NUM_THREADS"));
    return ours ? Math.min(MOST, Runtime.getRuntime().availableProcessors()) : 1;
  }
}
