package io.github.dl4jattention.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dropped numbers are as good as drawn, and depend on seed and index alone. */
class DropperTests {
  private static final int DRAWS = 1 << 20;

  /** Standard deviations that a count may be off by: by chance once in 1.7 million. */
  private static final double DEVIATIONS = 5;

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.1, 0.5, 0.9, 0.999})
  void dropsAsManyAsAskedAndKeepsTheMean(double probability) {
    for (long seed : new long[] {0, 1, -1, 1L << 40, 12345}) {
      Dropper dropper = new Dropper(probability, seed);
      assertShare(probability, i -> dropper.factor(i) == 0);
      for (long i = 0; i < 1000; i++) {
        assertThat(dropper.factor(i)).isIn(0f, (float) (1 / (1 - probability)));
      }
    }
  }

  @Test
  void dropsNothingAtProbabilityZero() {
    Dropper dropper = new Dropper(0, 7);
    for (long i = 0; i < 10000; i++) {
      assertThat(dropper.factor(i)).isEqualTo(1);
    }
  }

  /** Of two numbers both are dropped as often as if one did not know of the other. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 7, 64, 1000, 1L << 31, 1L << 32, (1L << 32) + 1})
  void numbersApartAreIndependent(long apart) {
    Dropper dropper = new Dropper(0.3, 9);
    assertShare(0.09, i -> dropper.factor(i) == 0 && dropper.factor(i + apart) == 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 1L << 32, 1L << 63, 0x9E3779B97F4A7C15L})
  void seedsApartAreIndependent(long apart) {
    Dropper one = new Dropper(0.3, 9);
    Dropper other = new Dropper(0.3, 9 + apart);
    assertShare(0.09, i -> one.factor(i) == 0 && other.factor(i) == 0);
    assertShare(0.09, i -> one.factor(i) == 0 && other.factor(i + 1) == 0);
  }

  /** Its first number of each seed, as of arrays of one number. */
  @Test
  void seedsInARowAreIndependent() {
    assertShare(0.3, seed -> new Dropper(0.3, seed).factor(0) == 0);
    assertShare(
        0.09,
        seed -> new Dropper(0.3, seed).factor(0) == 0 && new Dropper(0.3, seed + 1).factor(0) == 0);
  }

  private static void assertShare(double expected, LongPredicate dropped) {
    int count = 0;
    for (long i = 0; i < DRAWS; i++) {
      count += dropped.test(i) ? 1 : 0;
    }
    double deviation = Math.sqrt(DRAWS * expected * (1 - expected));
    assertThat((count - DRAWS * expected) / deviation).isBetween(-DEVIATIONS, DEVIATIONS);
  }

  @Test
  void anyOrderAndAnyPiecesDropTheSame() {
    Dropper dropper = new Dropper(0.4, 3);
    float[] whole = new float[1000];
    Arrays.fill(whole, 1);
    dropper.apply(whole, 0, 50, whole.length);
    float[] pieces = new float[1010];
    Arrays.fill(pieces, 1);
    for (int piece = 9; piece >= 0; piece--) {
      dropper.apply(pieces, 5 + 100 * piece, 50 + 100 * piece, 100);
    }
    assertThat(Arrays.copyOfRange(pieces, 5, 1005)).isEqualTo(whole);
    assertThat(Arrays.copyOfRange(pieces, 0, 5)).containsOnly(1);
    assertThat(Arrays.copyOfRange(pieces, 1005, 1010)).containsOnly(1);
    for (int i = 0; i < whole.length; i++) {
      assertThat(new Dropper(0.4, 3).factor(50 + i)).isEqualTo(whole[i]);
    }
  }
}
