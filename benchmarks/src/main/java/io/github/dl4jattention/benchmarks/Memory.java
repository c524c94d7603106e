package io.github.dl4jattention.benchmarks;

import io.github.dl4jattention.benchmarks.torch.Torch;
import io.github.dl4jattention.benchmarks.works.Contender;
import io.github.dl4jattention.benchmarks.works.Pass;
import io.github.dl4jattention.benchmarks.works.Work;
import io.github.dl4jattention.benchmarks.works.Works;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Memory that a pass of multi-head self-attention needs beyond its inputs, outputs and parameters:
 * one sequence of 256 channels, 8 heads.
 *
 * <p>It is the first pass at that length, in a JVM where shorter ones have gone before, so that
 * what is kept for the next pass counts. One that may not fit is left out. Native memory is the
 * growth of the process's largest resident size; the heap, touched beforehand, does not grow, and
 * its share is what the pass allocates there.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
public class Memory {
  private static final int SHORT = 64;
  private static final long WARM_UP = TimeUnit.SECONDS.toNanos(4);

  /** Steps of the sequence. */
  @Param("512")
  public int time;

  /** Forward, or forward and backward. */
  @Param("FORWARD")
  public Pass pass;

  /** Bytes. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Bytes {
    /** Of this library, on the heap. */
    public long oursHeap;

    /** Of this library, outside of it. */
    public long oursNative;

    /** Of libtorch. */
    public long pytorchNative;
  }

  /**
   * Measures both sides.
   *
   * @param bytes takes what was measured
   * @throws IOException if the operating system does not tell
   */
  @Benchmark
  public void extra(Bytes bytes) throws IOException {
    if (Torch.isAvailable()) {
      Torch.load(); // before ND4J
      bytes.pytorchNative = growth(Work::torch).outside();
    }
    MemoryMeter.Growth ours = growth(Work::ours);
    bytes.oursHeap = ours.heap();
    bytes.oursNative = ours.outside();
  }

  private MemoryMeter.Growth growth(Function<Work, Contender> side) throws IOException {
    MemoryMeter meter = new MemoryMeter();
    try (Contender first = side.apply(Works.longAttention(SHORT));
        Contender quarter = side.apply(Works.longAttention(time / 4));
        Contender whole = side.apply(Works.longAttention(time))) {
      warm(first);
      meter.start();
      long expected = 16 * meter.growthDuring(() -> quarter.run(pass)).outside(); // if quadratic
      if (expected > MemoryMeter.available() / 2) {
        System.err.printf("    left out: may need %,d bytes%n", expected);
        return new MemoryMeter.Growth(0, 0);
      }
      warm(whole);
      MemoryMeter.Growth growth = meter.growthDuring(() -> whole.run(pass));
      return new MemoryMeter.Growth(growth.heap(), Math.max(1, growth.outside() - outputs()));
    }
  }

  /** Before they are compiled, vectors are objects, hundreds of megabytes of them. */
  private void warm(Contender contender) {
    long end = System.nanoTime() + WARM_UP;
    do {
      contender.run(pass);
    } while (System.nanoTime() < end);
  }

  /** The output, and with a backward pass the gradients of the input and of the parameters. */
  private long outputs() {
    long sequence = (long) Works.LONG_ATTENTION_SIZE * time;
    long parameters = 4L * Works.LONG_ATTENTION_SIZE * (Works.LONG_ATTENTION_SIZE + 1);
    return Float.BYTES * (pass == Pass.FORWARD ? sequence : 2 * sequence + parameters);
  }
}
