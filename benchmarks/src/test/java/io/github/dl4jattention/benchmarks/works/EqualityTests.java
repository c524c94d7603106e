package io.github.dl4jattention.benchmarks.works;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dl4jattention.benchmarks.torch.Torch;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both sides of a comparison compute the same: else their times could not be compared. */
class EqualityTests {
  private static final double TOLERANCE = 1e-4;

  static Stream<String> works() {
    return Works.small().names().stream();
  }

  @ParameterizedTest
  @MethodSource("works")
  void bothSidesGiveTheSameNumbers(String name) {
    assumeTrue(Torch.isAvailable(), "DJL has no libtorch for this platform");
    Work work = Works.small().get(name);
    for (Pass pass : Works.passes(name)) {
      try (Contender ours = work.ours();
          Contender torch = work.torch()) {
        assertClose(name + ", " + pass, ours.results(pass), torch.results(pass));
      }
    }
  }

  private static void assertClose(String what, List<float[]> ours, List<float[]> torch) {
    assertThat(ours).as(what).isNotEmpty();
    // PyTorch also gives gradients of the inputs, at the end; a graph keeps those to itself.
    assertThat(torch.size()).as(what).isGreaterThanOrEqualTo(ours.size());
    for (int i = 0; i < ours.size(); i++) {
      assertClose(what + ", array " + i, ours.get(i), torch.get(i));
    }
  }

  private static void assertClose(String what, float[] ours, float[] torch) {
    assertThat(ours.length).as(what).isEqualTo(torch.length);
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < ours.length; i++) {
      largest = Math.max(largest, Math.abs((double) torch[i]));
      difference = Math.max(difference, Math.abs((double) ours[i] - torch[i]));
    }
    assertThat(largest).as(what + ": something to compare").isPositive();
    assertThat(difference / largest).as(what).isLessThan(TOLERANCE);
  }
}
