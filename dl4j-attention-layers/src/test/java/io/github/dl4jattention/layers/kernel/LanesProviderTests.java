package io.github.dl4jattention.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The four settings of the kernels, where the JVM has the vector module. */
class LanesProviderTests {
  @Test
  void eachSettingHasItsLanes() {
    assertThat(LanesProvider.find("off")).isEmpty();
    assertThat(LanesProvider.find("plain")).containsInstanceOf(PlainLanes.class);
    String vector = LanesProvider.find("vector").orElseThrow().getClass().getSimpleName();
    assertThat(vector).isEqualTo("VectorLanes");
    assertThat(LanesProvider.find("auto").orElseThrow().getClass().getSimpleName())
        .isEqualTo(vector);
    assertThat(LanesProvider.find("OFF")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "on", "true", "vectors", "plain "})
  void anotherSettingIsNamed(String setting) {
    assertThatThrownBy(() -> LanesProvider.find(setting))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "-Dio.github.dl4jattention.kernels is auto, vector, plain or off, got \"%s\""
                .formatted(setting));
  }
}
