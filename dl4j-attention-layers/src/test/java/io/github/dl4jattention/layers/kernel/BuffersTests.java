package io.github.dl4jattention.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Arrays are kept while they are long enough. */
class BuffersTests {
  @AfterEach
  void restore() {
    Buffers.poison(false);
  }

  @Test
  void anArrayThatIsLongEnoughIsKept() {
    float[] kept = {1, 2, 3};
    assertThat(Buffers.atLeast(kept, 3)).isSameAs(kept).containsExactly(1, 2, 3);
    assertThat(Buffers.atLeast(kept, 0)).isSameAs(kept);
    assertThat(Buffers.atLeast(kept, 4)).hasSize(4).isNotSameAs(kept);
  }

  @Test
  void zerosAreWrittenAsFarAsAskedFor() {
    float[] kept = {1, 2, 3};
    assertThat(Buffers.zeros(kept, 2)).isSameAs(kept).containsExactly(0, 0, 3);
    assertThat(Buffers.zeros(kept, 4)).containsExactly(0, 0, 0, 0);
  }

  @Test
  void poisonedMemoryIsFilledWithNaN() {
    Buffers.poison(true);
    float[] kept = {1, 2, 3};
    assertThat(Buffers.atLeast(kept, 1)).isSameAs(kept).containsOnly(Float.NaN);
    assertThat(Buffers.atLeast(kept, 5)).hasSize(5).containsOnly(Float.NaN);
    assertThat(Buffers.zeros(kept, 2)).containsExactly(0, 0, Float.NaN);
  }

  @Test
  void whatNoArrayHoldsIsRefused() {
    assertThatThrownBy(() -> Buffers.atLeast(new float[0], 1L << 31))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an array of 2147483648 numbers is more than Java holds: use smaller batches");
  }
}
