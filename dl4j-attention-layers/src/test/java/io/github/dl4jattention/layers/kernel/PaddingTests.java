package io.github.dl4jattention.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a mask says of its steps, in one object that is used again and again. */
class PaddingTests {
  private final Padding padding = new Padding();

  @BeforeEach
  void poison() {
    Buffers.poison(true);
  }

  @AfterEach
  void restore() {
    Buffers.poison(false);
  }

  @Test
  void nothingIsPaddingWithoutAMask() {
    padding.all(2, 3);
    assertThat(padding.padded()).isFalse();
    for (int example = 0; example < 2; example++) {
      assertThat(padding.end(example)).isEqualTo(3);
      assertThat(padding.gaps(example)).isFalse();
      assertThat(padding.real(example, 2)).isTrue();
      assertThat(padding.real(example, 3)).isFalse();
    }
  }

  @Test
  void whateverIsNotZeroIsReal() {
    padding.masked(new float[] {-1, 0.5f, 1e-30f, Float.NaN}, 1, 4);
    assertThat(padding.padded()).isFalse();
    assertThat(padding.end(0)).isEqualTo(4);
    padding.masked(new float[] {1, -0f}, 1, 2);
    assertThat(padding.padded()).isTrue();
    assertThat(padding.end(0)).isEqualTo(1);
  }

  @Test
  void aMaskOfOnesIsNoPadding() {
    padding.masked(new float[] {1, 1, 1, 1}, 2, 2);
    assertThat(padding.padded()).isFalse();
    assertThat(padding.gaps(0)).isFalse();
  }

  @Test
  void laterChangesOfTheMaskHaveNoInfluence() {
    float[] mask = {0, 1, 0, 1};
    padding.masked(mask, 1, 4);
    mask[0] = 1;
    mask[1] = 0;
    assertThat(padding.real(0, 0)).isFalse();
    assertThat(padding.real(0, 1)).isTrue();
  }

  @Test
  void everyMaskOfAnySizeIsReadAsItIs() {
    Random random = new Random(1);
    for (int draw = 0; draw < 2000; draw++) {
      int batch = random.nextInt(6);
      int time = random.nextInt(8);
      float[] mask = new float[batch * time + random.nextInt(5)]; // May be longer.
      for (int i = 0; i < mask.length; i++) {
        mask[i] = random.nextInt(3) > 0 ? 1 : 0;
      }
      if (random.nextInt(4) == 0) {
        padding.all(batch, time);
        continue;
      }
      padding.masked(mask, batch, time);
      assertAsMasked(mask, batch, time);
    }
  }

  private void assertAsMasked(float[] mask, int batch, int time) {
    boolean padded = false;
    for (int example = 0; example < batch; example++) {
      int end = 0;
      int real = 0;
      for (int t = 0; t < time; t++) {
        boolean given = mask[example * time + t] != 0;
        assertThat(padding.real(example, t)).isEqualTo(given);
        end = given ? t + 1 : end;
        real += given ? 1 : 0;
      }
      assertThat(padding.end(example)).isEqualTo(end);
      assertThat(padding.gaps(example)).isEqualTo(real < end);
      padded |= real < time;
    }
    assertThat(padding.padded()).isEqualTo(padded);
  }
}
