package io.github.dl4jattention.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Parts of a pass: the whole's parameters by other names, and inputs of their own. */
class PassTests {
  @Test
  void aPartHasTheParametersOfTheWholeThatBearItsName() {
    Pass whole = new Pass();
    Pass part = whole.part("self");
    assertThat(part.parameter("Wq")).isSameAs(whole.parameter("selfWq"));
    assertThat(part.part("norm").parameter("gain")).isSameAs(whole.parameter("selfNormGain"));
    assertThat(whole.part("").parameter("Wq")).isSameAs(whole.parameter("Wq"));
    assertThat(whole.part("self")).isSameAs(part);
  }

  @Test
  void aPartHasInputsOfItsOwnAndWhatElseThePassIs() {
    Pass whole = new Pass();
    Pass part = whole.part("self");
    assertThat(part.input("steps")).isNotSameAs(whole.input("steps"));
    part.give("steps", whole.input("target"));
    assertThat(part.input("steps")).isSameAs(whole.input("target"));
    whole.begin(true, () -> 5, true);
    assertThat(part.training()).isTrue();
    assertThat(part.nextSeed()).isEqualTo(5);
  }

  @Test
  void eachPartKeepsItsOwnWeightsIfAnybodyWantsThem() {
    Pass whole = new Pass();
    Pass part = whole.part("self");
    whole.begin(true, () -> 5, false);
    assertThat(part.attentionWeights(2, 3, 4, 5)).isNull();
    whole.begin(true, () -> 5, true);
    Tensor own = part.attentionWeights(2, 3, 4, 5);
    Tensor others = whole.part("cross").attentionWeights(2, 3, 4, 6);
    assertThat(own.rows()).isEqualTo(24);
    assertThat(whole.keptWeights())
        .containsOnly(
            Map.entry("self", new Pass.Weights(own, 3)),
            Map.entry("cross", new Pass.Weights(others, 3)));
    assertThat(whole.keptWeights().keySet()).containsExactly("self", "cross");
    assertThat(part.attentionWeights(1, 1, 4, 5)).isSameAs(own);
  }

  /** Kernels load their parameters by several workers, in the first pass, too. */
  @Test
  void manyMayAskForParametersAtOnce() {
    Workers workers = new Workers(8);
    for (int round = 0; round < 300; round++) {
      Pass whole = new Pass();
      Pass part = whole.part("self");
      Pass.Parameter[] expected =
          IntStream.range(0, 64)
              .mapToObj(i -> whole.parameter("selfW" + i))
              .toArray(Pass.Parameter[]::new);
      Pass.Parameter[] found = new Pass.Parameter[64];
      workers.run(64, (worker, i) -> found[i] = part.parameter("W" + i));
      assertThat(found).containsExactly(expected);
    }
  }
}
