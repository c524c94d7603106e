package io.github.dl4jattention.ui.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeShareTests {
  private long now = 1_000;

  @Test
  void workStaysBelowItsShare() {
    TimeShare time = new TimeShare(0.01, 0, () -> now);
    long spent = 0;
    int times = 0;
    for (int iteration = 0; iteration < 100_000; iteration++) {
      now += 10;
      if (time.allows()) {
        time.spend(() -> now += 50);
        spent += 50;
        times++;
      }
    }
    assertThat(times).isGreaterThan(190);
    assertThat(spent).isLessThanOrEqualTo((long) (0.01 * now) + 50);
  }

  @Test
  void theFirstIsAllowed() {
    TimeShare time = new TimeShare(0.01, 0, () -> now);
    assertThat(time.allows()).isTrue();
    time.spend(() -> now += 50);
    assertThat(time.allows()).isFalse();
    now += 4_949;
    assertThat(time.allows()).isFalse();
    now += 1;
    assertThat(time.allows()).isTrue();
  }

  @Test
  void moreIsAllowedAtFirst() {
    TimeShare time = new TimeShare(0.01, 100, () -> now);
    for (int i = 0; i < 3; i++) {
      assertThat(time.allows()).isTrue();
      time.spend(() -> now += 50);
    }
    assertThat(time.allows()).isFalse();
    now += 4_850;
    assertThat(time.allows()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 1.1, Double.NaN})
  void aShareIsAShare(double share) {
    assertThatThrownBy(() -> new TimeShare(share))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("choose one above 0, at most 1");
  }
}
