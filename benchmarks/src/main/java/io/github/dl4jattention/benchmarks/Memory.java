package io.github.dl4jattention.benchmarks;

import io.github.dl4jattention.benchmarks.torch.Torch;
import io.github.dl4jattention.benchmarks.works.Contender;
import io.github.dl4jattention.benchmarks.works.Pass;
import io.github.dl4jattention.benchmarks.works.Work;
import io.github.dl4jattention.benchmarks.works.Works;
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
 * <p>It is the first pass at that length, in a JVM where a short one has gone before, so that what
 * is kept for the next pass counts. Native memory is the growth of the process's largest resident
 * size; the heap, touched beforehand, does not grow, and its share is what the pass allocates
 * there.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
public class Memory {
  private static final int SHORT = 64;

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
   */
  @Benchmark
  public void extra(Bytes bytes) throws Exception {
    MemoryMeter meter = new MemoryMeter();
    Work small = Works.longAttention(SHORT);
    Work large = Works.longAttention(time);
    if (Torch.isAvailable()) {
      bytes.pytorchNative = measure(meter, small.torch(), large.torch()).outside();
    }
    MemoryMeter.Growth ours = measure(meter, small.ours(), large.ours());
    bytes.oursHeap = ours.heap();
    bytes.oursNative = ours.outside();
  }

  private MemoryMeter.Growth measure(MemoryMeter meter, Contender before, Contender contender)
      throws Exception {
    try (before;
        contender) {
      before.run(pass);
      before.run(pass);
      MemoryMeter.Growth growth = meter.during(() -> contender.run(pass));
      return new MemoryMeter.Growth(growth.heap(), Math.max(1, growth.outside() - outputs()));
    }
  }

  /** The output, and with a backward pass the gradients of the input and of the parameters. */
  private long outputs() {
    long sequence = (long) Works.LONG_ATTENTION_SIZE * time;
    long parameters = 4L * Works.LONG_ATTENTION_SIZE * (Works.LONG_ATTENTION_SIZE + 1);
    return Float.BYTES * (pass == Pass.FORWARD ? sequence : 2 * sequence + parameters);
  }
}
