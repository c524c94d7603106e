package io.github.dl4jattention.layers.position;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Which bucket a distance is in, by T5's rule. */
class BucketBiasTests {
  private static final long[] DISTANCES = {
    -200, -127, -90, -64, -40, -23, -16, -12, -8, -7, -1, 0, 1, 7, 8, 11, 16, 23, 33, 63, 91, 128,
    200
  };

  @Test
  void bothSidesHaveHalfOfTheBuckets() {
    assertThat(buckets(new BucketBias()))
        .containsExactly(
            15, 15, 14, 14, 12, 11, 10, 9, 8, 7, 1, 0, 17, 23, 24, 24, 26, 27, 28, 29, 31, 31, 31);
  }

  @Test
  void causallyAllAreForThePast() {
    assertThat(buckets(new BucketBias().causal()))
        .containsExactly(
            31, 31, 29, 26, 23, 18, 16, 12, 8, 7, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private static long[] buckets(BucketBias bias) {
    return LongStream.of(DISTANCES).map(bias::bucket).toArray();
  }
}
