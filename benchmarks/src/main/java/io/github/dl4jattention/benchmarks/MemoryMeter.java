package io.github.dl4jattention.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How much memory this process needs at most while it does something. Needs Linux. */
final class MemoryMeter {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path RESET = Path.of("/proc/self/clear_refs");

  /** Written to {@link #RESET}, it makes the largest resident size so far the present one. */
  private static final String PEAK = "5";

  private final List<MemoryPoolMXBean> heap =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();

  /**
   * What a piece of work added at its peak.
   *
   * @param heap bytes on the Java heap
   * @param outside bytes outside of it
   */
  record Growth(long heap, long outside) {}

  Growth during(Runnable work) throws IOException {
    System.gc();
    System.gc();
    long heapBefore = heap.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
    heap.forEach(MemoryPoolMXBean::resetPeakUsage);
    Files.writeString(RESET, PEAK);
    long before = peakResident();
    work.run();
    long after = peakResident();
    long heapAfter = heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    return new Growth(Math.max(1, heapAfter - heapBefore), Math.max(1, after - before));
  }

  private static long peakResident() throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
