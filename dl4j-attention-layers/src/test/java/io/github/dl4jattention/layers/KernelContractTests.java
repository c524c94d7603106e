package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.KernelSubjects.KernelSubject;
import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.Subject.Padding;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.HasKernel;
import io.github.dl4jattention.layers.kernel.LanesProvider;
import io.github.dl4jattention.layers.runtime.AttentionGraphVertex;
import io.github.dl4jattention.layers.runtime.AttentionWeights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Kernels give what the formulas as SameDiff graphs give, in float: outputs, attention weights and
 * all gradients, over random settings, sizes, lengths, masks and seeds; in plain Java and in
 * vectors.
 */
class KernelContractTests {
  private static final int SETTINGS = 10;
  private static final int DRAWS = 20;
  private static final double TOLERANCE = 1e-4;
  private static final List<Padding> PADDINGS = List.of(Padding.values());

  /** What a kernel reads without having written it is NaN. */
  @BeforeEach
  void poison() {
    Buffers.poison(true);
  }

  @AfterEach
  void restore() {
    Buffers.poison(false);
    LanesProvider.choose("auto");
  }

  static Stream<KernelSubject> subjects() {
    return KernelSubjects.all();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void givesWhatTheFormulaGives(KernelSubject family) {
    for (int setting = 0; setting < SETTINGS; setting++) {
      Random random = new Random(31L * setting + family.name().hashCode());
      Subject subject = family.draw().apply(random);
      ComputationGraph formula = graph(family, subject, "off");
      ComputationGraph[] kernels = {
        graph(family, subject, "plain"), graph(family, subject, "vector")
      };
      Map<String, Integer> times = new HashMap<>();
      for (int draw = 0; draw < DRAWS; draw++) {
        Padding padding = PADDINGS.get(draw % PADDINGS.size());
        Data data = data(subject, family.longest(), times, random, padding);
        long seed = random.nextLong();
        VertexPass expected = VertexPass.of(formula, data, seed);
        for (ComputationGraph kernel : kernels) {
          VertexPass actual = VertexPass.of(kernel, data, seed);
          assertSame(
              "%s, setting %d, draw %d".formatted(family, setting, draw), expected, actual, data);
        }
      }
    }
  }

  /** A graph that has run once, and so has chosen how it runs. */
  static ComputationGraph graph(KernelSubject family, Subject subject, String kernels) {
    LanesProvider.choose(kernels);
    ComputationGraph graph = subject.graph(DataType.FLOAT);
    LanesProvider.lanes()
        .ifPresent(lanes -> assertThat(configuration(graph).kernel(lanes)).as(kernels).isPresent());
    if (subject.has(Subject.Trait.WEIGHTS)) {
      AttentionWeights.of(graph, "subject").keep(true);
    }
    // One step: a formula is unrolled for each length anew.
    VertexPass.forward(graph, data(subject, 1, new HashMap<>(), new Random(1), Padding.NONE));
    return graph;
  }

  /** What was built of the subject, with its sizes. */
  private static HasKernel configuration(ComputationGraph graph) {
    return (HasKernel)
        (graph.getVertex("subject") instanceof AttentionGraphVertex vertex
            ? vertex.getConfig()
            : graph.getLayer("subject").conf().getLayer());
  }

  /** Random data: the same times at every call, another batch, other masks. */
  static Data data(
      Subject subject, int longest, Map<String, Integer> times, Random random, Padding padding) {
    int batch = 1 + random.nextInt(4);
    Map<String, INDArray> masks = new HashMap<>();
    INDArray[] arrays = new INDArray[subject.inputs().length];
    INDArray[] given = new INDArray[arrays.length];
    for (int i = 0; i < arrays.length; i++) {
      Subject.Input input = subject.inputs()[i];
      long seed = random.nextLong();
      if (input.steps() == null) {
        arrays[i] = TestGraphs.random(DataType.FLOAT, seed, batch, input.size());
        continue;
      }
      int time = times.computeIfAbsent(input.steps(), key -> time(random, longest));
      arrays[i] = TestGraphs.random(DataType.FLOAT, seed, batch, input.size(), time);
      given[i] =
          masks.computeIfAbsent(
              input.steps(), key -> Paddings.mask(DataType.FLOAT, random, batch, time, padding));
    }
    return new Data(arrays, padding == Padding.NONE ? null : given);
  }

  private static int time(Random random, int longest) {
    return 1 + random.nextInt(random.nextBoolean() ? Math.min(5, longest) : longest);
  }

  private static void assertSame(String what, VertexPass expected, VertexPass actual, Data data) {
    assertClose(what + ": output", expected.output(), actual.output());
    if (expected.weights() != null) {
      assertClose(what + ": weights", real(expected.weights(), data), real(actual.weights(), data));
    }
    assertThat(actual.parameterGradients().keySet())
        .isEqualTo(expected.parameterGradients().keySet());
    double scale =
        Math.max(
            largest(expected.parameterGradients().values().toArray(INDArray[]::new)),
            largest(expected.inputGradients()));
    expected
        .parameterGradients()
        .forEach(
            (name, gradient) ->
                assertClose(
                    what + ": gradient by " + name,
                    gradient,
                    actual.parameterGradients().get(name),
                    scale));
    for (int i = 0; i < expected.inputGradients().length; i++) {
      assertClose(
          what + ": gradient by input " + i,
          expected.inputGradients()[i],
          actual.inputGradients()[i],
          scale);
    }
  }

  /** The weights of padded queries mean nothing. */
  private static INDArray real(INDArray weights, Data data) {
    INDArray mask = data.mask(0);
    return mask == null || mask.size(1) != weights.size(2)
        ? weights
        : weights.mul(mask.reshape(mask.size(0), 1, mask.size(1), 1));
  }

  private static void assertClose(String what, INDArray expected, INDArray actual) {
    assertClose(what, expected, actual, largest(expected));
  }

  /**
   * To a part in ten thousand of the largest number of all gradients: some, as a key's bias, or
   * those of energies where one weight is nearly one, are zero but for rounding.
   */
  private static void assertClose(String what, INDArray expected, INDArray actual, double scale) {
    assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
    double difference = largest(expected.castTo(DataType.DOUBLE).sub(actual));
    assertThat(difference).as(what).isLessThanOrEqualTo(TOLERANCE * scale + 1e-9);
  }

  private static double largest(INDArray... arrays) {
    return Arrays.stream(arrays)
        .mapToDouble(array -> array.amaxNumber().doubleValue())
        .max()
        .orElse(0);
  }
}
