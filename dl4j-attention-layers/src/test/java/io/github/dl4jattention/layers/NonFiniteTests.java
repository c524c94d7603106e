package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.KernelSubjects.KernelSubject;
import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.Subject.Padding;
import io.github.dl4jattention.layers.kernel.LanesProvider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * NaN and infinity in inputs and parameters: kernels pass them on as the formulas as SameDiff
 * graphs do, neither hiding them nor spreading them further.
 *
 * <p>SameDiff spreads them further than the mathematics, where what does not count is multiplied by
 * zero: zero times infinity is NaN. Kernels do not compute keys behind an example's end, nor
 * multiply by ones and zeros to pick a part of an array.
 *
 * <p>The other way round, a recurrence's kernel makes the gradient of a weight as one product over
 * all steps, also of those that a graph leaves out, such as the first, which looks at nothing:
 * there a gradient of zero meets infinity. So of a recurrence only the forward pass is held: an
 * infinite weight that a saturated gate hides gives NaN in a kernel's gradients, and not always in
 * a graph's.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NonFiniteTests {
  private static final int SETTINGS = 4;
  private static final int DRAWS = 12;
  private static final List<Padding> PADDINGS = List.of(Padding.values());
  private static final float[] NUMBERS = {
    Float.NaN, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
  };

  static Stream<KernelSubject> subjects() {
    return KernelSubjects.all();
  }

  @AfterEach
  void restore() {
    LanesProvider.choose("auto");
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void arePassedOnAsTheFormulaDoes(KernelSubject family) {
    int found = 0;
    for (int setting = 0; setting < SETTINGS; setting++) {
      Random random = new Random(77L * setting + family.name().hashCode());
      Subject subject = family.draw().apply(random);
      ComputationGraph[] graphs = {
        KernelContractTests.graph(family, subject, "off"),
        KernelContractTests.graph(family, subject, "plain"),
        KernelContractTests.graph(family, subject, "vector")
      };
      String settings = graphs[0].getConfiguration().toJson();
      boolean allSeen =
          !settings.contains("\"causal\" : true") && !settings.contains("\"window\" : {");
      Map<String, Integer> times = new HashMap<>();
      for (int draw = 0; draw < DRAWS; draw++) {
        Padding padding = PADDINGS.get(draw % PADDINGS.size());
        Data data = KernelContractTests.data(subject, family.longest(), times, random, padding);
        long seed = random.nextLong();
        INDArray[] before =
            Stream.of(graphs).map(NonFiniteTests::parameters).toArray(INDArray[]::new);
        String where = spoil(data, random, graphs);
        Map<String, INDArray> expected = results(VertexPass.of(graphs[0], data, seed));
        for (int i = 1; i < graphs.length; i++) {
          Map<String, INDArray> actual = results(VertexPass.of(graphs[i], data, seed));
          String what = "%s, setting %d, draw %d, %s".formatted(family, setting, draw, where);
          assertNotSpread(what, family.isRecurrent() ? forward(expected) : expected, actual);
          if (where.startsWith("NaN") && allSeen && padding == Padding.NONE) {
            assertNotHidden(what, family.isRecurrent() ? forward(expected) : expected, actual);
          }
        }
        found += nonFinite(expected.get("output")).isEmpty() ? 0 : 1;
        for (int i = 0; i < graphs.length; i++) {
          if (before[i] != null) {
            graphs[i].setParams(before[i]);
          }
        }
      }
    }
    assertThat(found).as("cases that reach the output").isGreaterThan(SETTINGS * DRAWS / 4);
  }

  private static INDArray parameters(ComputationGraph graph) {
    return graph.params() == null || graph.params().isEmpty() ? null : graph.params().dup();
  }

  /** Puts one such number somewhere in the inputs, or in the parameters of all graphs. */
  private static String spoil(Data data, Random random, ComputationGraph... graphs) {
    float number = NUMBERS[random.nextInt(NUMBERS.length)];
    List<String> names = new ArrayList<>(graphs[0].getVertex("subject").paramTable(false).keySet());
    if (!names.isEmpty() && random.nextInt(3) == 0) {
      String name = names.get(random.nextInt(names.size()));
      long length = graphs[0].getVertex("subject").paramTable(false).get(name).length();
      long at = random.nextInt((int) length);
      for (ComputationGraph graph : graphs) {
        graph.getVertex("subject").paramTable(false).get(name).putScalar(at, number);
      }
      return number + " in " + name;
    }
    int input = random.nextInt(data.inputs().length);
    INDArray array = data.inputs()[input];
    array.putScalar(random.nextInt((int) array.length()), number);
    return number + " in input " + input;
  }

  private static Map<String, INDArray> results(VertexPass pass) {
    Map<String, INDArray> results = new LinkedHashMap<>();
    results.put("output", pass.output());
    if (pass.weights() != null) {
      results.put("weights", pass.weights());
    }
    pass.parameterGradients().forEach((name, array) -> results.put("gradient by " + name, array));
    for (int i = 0; i < pass.inputGradients().length; i++) {
      results.put("gradient by input " + i, pass.inputGradients()[i]);
    }
    return results;
  }

  /** What the forward pass gives. */
  private static Map<String, INDArray> forward(Map<String, INDArray> results) {
    Map<String, INDArray> forward = new LinkedHashMap<>(results);
    forward.keySet().retainAll(Set.of("output", "weights"));
    return forward;
  }

  /** Where they are. */
  private static Set<Integer> nonFinite(INDArray array) {
    double[] numbers = array.dup('c').castTo(DataType.DOUBLE).data().asDouble();
    Set<Integer> found = new HashSet<>();
    for (int i = 0; i < numbers.length; i++) {
      if (!Double.isFinite(numbers[i])) {
        found.add(i);
      }
    }
    return found;
  }

  private static void assertNotSpread(
      String what, Map<String, INDArray> expected, Map<String, INDArray> actual) {
    expected.forEach(
        (name, array) ->
            assertThat(nonFinite(array))
                .as(what + ": " + name)
                .containsAll(nonFinite(actual.get(name))));
  }

  /** Of a gradient it is enough that some number shows it: a pass that has it is lost. */
  private static void assertNotHidden(
      String what, Map<String, INDArray> expected, Map<String, INDArray> actual) {
    assertThat(nonFinite(actual.get("output")))
        .as(what)
        .isEqualTo(nonFinite(expected.get("output")));
    expected.forEach(
        (name, array) ->
            assertThat(nonFinite(actual.get(name)).isEmpty())
                .as(what + ": none in " + name)
                .isEqualTo(nonFinite(array).isEmpty()));
  }
}
