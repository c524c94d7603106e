package io.github.dl4jattention.layers.runtime;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Keeps DL4J 1.0.0-M2.1 from printing a line an operation to standard output while it
 * differentiates a graph. Every other line, of any thread, passes.
 */
final class StdoutFilter {
  private static final String NOISE = "Added differentiated op ";

  private StdoutFilter() {}

  static synchronized void without(Runnable action) {
    PrintStream original = System.out;
    System.setOut(new Filtered(original));
    try {
      action.run();
    } finally {
      System.setOut(original);
    }
  }

  private static final class Filtered extends PrintStream {
    Filtered(PrintStream original) {
      super(original, true, StandardCharsets.UTF_8);
    }

    @Override
    public void println(String line) {
      if (line == null || !line.startsWith(NOISE)) {
        super.println(line);
      }
    }
  }
}
