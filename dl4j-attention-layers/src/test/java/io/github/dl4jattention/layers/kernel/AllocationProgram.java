package io.github.dl4jattention.layers.kernel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Run by {@link AllocationTests}: bytes that vectors put on the heap, once the compiler is done
 * with them.
 */
final class AllocationProgram {
  private static final int LENGTH = 256 + 5;
  private static final int WARM_UPS = 30_000;
  private static final int CALLS = 1_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final float[][] ROWS = rows();
  private static final int[] STARTS = new int[ROWS.length];

  private AllocationProgram() {}

  public static void main(String[] arguments) {
    Lanes plain = LanesProvider.find("plain").orElseThrow();
    Lanes vector = LanesProvider.find("vector").orElseThrow();
    // In another order each time: what is compiled first is inlined into what comes after.
    List<Primitive> primitives = new ArrayList<>(Primitive.ALL);
    if (arguments[0].equals("backwards")) {
      Collections.reverse(primitives);
    }
    for (Primitive primitive : primitives) {
      // What the test's own wrapper of a primitive takes is the same for both.
      System.out.printf(
          "%s: %d%n",
          primitive, bytes(() -> call(primitive, vector)) - bytes(() -> call(primitive, plain)));
    }
    Operand operand = vector.newOperand();
    float[] b = new float[64 * 96];
    System.out.printf("load: %d%n", bytes(() -> operand.load(b, 0, 1, 64, 64, 96)));
    System.out.printf("load rows: %d%n", bytes(() -> operand.load(b, 0, 96, 1, 64, 96)));
    for (int rows : new int[] {13, 16}) { // whole tiles, and two or four rows more
      multiply(operand, b, rows, false);
      multiply(operand, b, rows, true);
    }
    System.out.println("done");
  }

  private static void multiply(Operand operand, float[] a, int rows, boolean accumulate) {
    float[] c = new float[rows * 96];
    System.out.printf(
        "multiply: %d%n", bytes(() -> operand.multiply(a, 0, 64, 1, rows, accumulate, c, 0, 96)));
    System.out.printf(
        "multiply columns: %d%n",
        bytes(() -> operand.multiply(a, 0, 1, 64, rows, accumulate, c, 0, 96)));
  }

  private static void call(Primitive primitive, Lanes lanes) {
    primitive.call(lanes, ROWS, STARTS, 0.5f, LENGTH);
  }

  private static float[][] rows() {
    float[][] rows = new float[6][LENGTH];
    for (float[] row : rows) {
      Arrays.fill(row, 0.25f);
    }
    return rows;
  }

  private static long bytes(Runnable work) {
    repeat(work, WARM_UPS);
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    repeat(work, CALLS);
    return (THREADS.getThreadAllocatedBytes(thread) - before) / CALLS;
  }

  private static void repeat(Runnable work, int times) {
    for (int i = 0; i < times; i++) {
      work.run();
    }
  }
}
