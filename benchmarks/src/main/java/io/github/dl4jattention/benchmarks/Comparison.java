package io.github.dl4jattention.benchmarks;

import io.github.dl4jattention.benchmarks.torch.Torch;
import io.github.dl4jattention.benchmarks.works.Contender;
import io.github.dl4jattention.benchmarks.works.Pass;
import io.github.dl4jattention.benchmarks.works.Work;
import io.github.dl4jattention.benchmarks.works.Works;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * Times a work's sides in turn, in one JVM: what disturbs the machine meanwhile disturbs all.
 *
 * <p>Each iteration takes one sample of each side; its own score, the sum, means nothing. A side
 * runs untimed before its sample, until the threads of the side before have stopped spinning and
 * its own data are in the caches, unless a run is long enough for that not to matter.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class Comparison {
  private static final double SHORT_RUN_MS = 50;
  private static final double SETTLING_MS = 10;
  private static final double SAMPLE_MS = 5;
  private static final int LEAST_WARM_UPS = 3;

  /** Name of the work. */
  @Param("attention-64")
  public String work;

  /** What of it. */
  @Param("FORWARD")
  public Pass pass;

  /** Names of the sides that take part, as far as the work has them. */
  @Param("OURS,PYTORCH")
  public String sides;

  /** Whether to take the small sizes, which prove that all runs and measure nothing. */
  @Param("false")
  public boolean small;

  /** Seconds after which a warm-up is warm enough, or there are enough samples. */
  @Param("5")
  public int seconds;

  /** Samples to take, however long that lasts. */
  @Param("20")
  public int leastSamples;

  private final Map<Side, Contender> contenders = new EnumMap<>(Side.class);
  private final Map<Side, Double> last = new EnumMap<>(Side.class);
  private IterationType type;
  private long iterations;
  private long deadline;

  /** Milliseconds of one sample of each side; 0 if none was taken. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Milliseconds {
    /** This library. */
    public double ours;

    /** libtorch. */
    public double pytorch;

    /** Deeplearning4j's own layer. */
    public double dl4j;

    void set(Side side, double value) {
      switch (side) {
        case OURS -> ours = value;
        case PYTORCH -> pytorch = value;
        case DL4J -> dl4j = value;
      }
    }
  }

  /** Makes the contenders. */
  @Setup
  public void prepare() {
    Set<Side> wanted = EnumSet.noneOf(Side.class);
    Stream.of(sides.split(",")).map(Side::valueOf).forEach(wanted::add);
    boolean torch = wanted.contains(Side.PYTORCH) && Torch.isAvailable();
    if (torch) {
      Torch.load(); // before ND4J
    }
    Work made = Works.of(small).get(work);
    if (wanted.contains(Side.OURS)) {
      contenders.put(Side.OURS, made.ours());
    }
    if (torch) {
      contenders.put(Side.PYTORCH, made.torch());
    }
    if (wanted.contains(Side.DL4J)) {
      made.dl4j().ifPresent(own -> contenders.put(Side.DL4J, own));
    }
  }

  /**
   * Counts iterations, and the time since the first of their kind.
   *
   * @param iteration which kind it is
   */
  @Setup(Level.Iteration)
  public void count(IterationParams iteration) {
    if (type != iteration.getType()) {
      type = iteration.getType();
      iterations = 0;
      deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }
    iterations++;
  }

  /** Lets the contenders go. */
  @TearDown
  public void close() {
    for (Contender contender : contenders.values()) {
      contender.close();
    }
  }

  /**
   * One sample of each side.
   *
   * @param times takes the samples
   */
  @Benchmark
  public void sidesInTurn(Milliseconds times) {
    int least = type == IterationType.WARMUP ? LEAST_WARM_UPS : leastSamples;
    if (iterations > least && System.nanoTime() > deadline) {
      return; // The sample stays 0: none.
    }
    contenders.forEach((side, contender) -> times.set(side, sample(side, contender)));
  }

  /** Short runs are repeated within a sample: the clock and the scheduler are coarser than they. */
  private double sample(Side side, Contender contender) {
    double expected = last.getOrDefault(side, SHORT_RUN_MS);
    long start = System.nanoTime();
    while (expected < SHORT_RUN_MS && milliseconds(start) < SETTLING_MS) {
      contender.run(pass);
    }
    int repeats = (int) Math.max(1, Math.min(100, SAMPLE_MS / expected));
    start = System.nanoTime();
    for (int i = 0; i < repeats; i++) {
      contender.run(pass);
    }
    double sample = milliseconds(start) / repeats;
    last.put(side, sample);
    return sample;
  }

  private static double milliseconds(long start) {
    return (double) (System.nanoTime() - start) / 1e6;
  }
}
