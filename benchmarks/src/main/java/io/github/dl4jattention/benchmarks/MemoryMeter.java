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

  private static final Path SYSTEM = Path.of("/proc/meminfo");

  private final List<MemoryPoolMXBean> heap =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();

  private long heapBefore;
  private long before;

  /**
   * What a piece of work added at its peak.
   *
   * @param heap bytes on the Java heap
   * @param outside bytes outside of it
   */
  record Growth(long heap, long outside) {}

  /** Takes the present state as the one from which {@link #growthDuring} counts. */
  void start() throws IOException {
    System.gc();
    System.gc();
    heapBefore = heap.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
    Files.writeString(RESET, PEAK);
    before = peakResident();
  }

  Growth growthDuring(Runnable work) throws IOException {
    System.gc();
    heap.forEach(MemoryPoolMXBean::resetPeakUsage);
    Files.writeString(RESET, PEAK);
    work.run();
    long heapPeak = heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    return new Growth(Math.max(1, heapPeak - heapBefore), Math.max(1, peakResident() - before));
  }

  /** Bytes that the operating system could still give. */
  static long available() throws IOException {
    return kilobytes(SYSTEM, "MemAvailable:");
  }

  private static long peakResident() throws IOException {
    return kilobytes(STATUS, "VmHWM:");
  }

  private static long kilobytes(Path file, String key) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
