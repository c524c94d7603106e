package io.github.dl4jattention.layers.kernel;

/**
 * Random numbers between 0 and 1, each by its index and a seed alone: the same whoever asks, in any
 * order, on any number of threads, without an array in memory.
 *
 * <p>Index and seed are mixed to 64 bits (multiplications and shifts, as in a counter-based
 * generator, Salmon et al. 2011, "Parallel Random Numbers: As Easy as 1, 2, 3").
 */
public final class Uniform {
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private final long seed;

  /**
   * Numbers.
   *
   * @param seed what they depend on
   */
  public Uniform(long seed) {
    this.seed = mixed(seed);
  }

  /** 64 bits of a number. */
  long bits(long index) {
    return mixed(seed + index * STEP);
  }

  /**
   * A number.
   *
   * @param index which
   * @return above 0 and below 1
   */
  public double of(long index) {
    return ((bits(index) >>> 12) + 0.5) * 0x1p-52;
  }

  /**
   * Noise of the standard Gumbel distribution. The largest of {@code log p_j + noise_j} is a draw
   * from p (Maddison et al. 2014, "A* Sampling", section 2).
   *
   * @param index which
   * @return {@code -log(-log(of(index)))}
   */
  public double gumbel(long index) {
    return -Math.log(-Math.log(of(index)));
  }

  private static long mixed(long bits) {
    long x = bits;
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
