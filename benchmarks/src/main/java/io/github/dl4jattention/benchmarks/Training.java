package io.github.dl4jattention.benchmarks;

import io.github.dl4jattention.benchmarks.works.Contender;
import io.github.dl4jattention.benchmarks.works.Pass;
import io.github.dl4jattention.benchmarks.works.Works;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** This library's side alone, forward and backward over and over: for JMH's profilers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(time = 2)
@Measurement(time = 1)
public class Training {
  /** Name of the work. */
  @Param("attention-64")
  public String work;

  /** Whether to take the small sizes, which prove that all runs and measure nothing. */
  @Param("false")
  public boolean small;

  private Contender ours;

  /** Makes the contender. */
  @Setup
  public void prepare() {
    Works works = Works.of(small);
    ours = works.get(work).ours();
  }

  /** Lets the contender go. */
  @TearDown
  public void close() {
    ours.close();
  }

  /** Forward and backward. */
  @Benchmark
  public void forwardBackward() {
    ours.run(Pass.FORWARD_BACKWARD);
  }
}
