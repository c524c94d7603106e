package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.runtime.AttentionGraphVertex;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The mask rules, as properties over random shapes, for each vertex. */
class MaskTests {
  private static final int CASES = 12;

  static IntStream seeds() {
    return IntStream.range(0, CASES);
  }

  /** A vertex with inputs of random shape; the last key steps of some examples are padding. */
  private static final class Case {
    final ComputationGraph graph;
    final INDArray queries;
    final INDArray keys;
    final INDArray queryMask;
    final INDArray keyMask;

    Case(DataType type, int seed) {
      Random random = new Random(seed);
      int batch = 2 + random.nextInt(3);
      int querySize = 1 + random.nextInt(5);
      int keySize = 1 + random.nextInt(5);
      int queryTime = 1 + random.nextInt(5);
      int keyTime = 2 + random.nextInt(6);
      GraphVertex vertex =
          seed % 2 == 0
              ? AdditiveAttention.builder()
                  .setQuerySize(querySize)
                  .setKeySize(keySize)
                  .setAttentionSize(1 + random.nextInt(4))
                  .build()
              : BahdanauDecoder.builder()
                  .setInputSize(querySize)
                  .setAnnotationSize(keySize)
                  .setStateSize(1 + random.nextInt(4))
                  .build();
      graph =
          TestGraphs.alone(
              type, vertex, InputType.recurrent(querySize), InputType.recurrent(keySize));
      queries = TestGraphs.random(type, seed, batch, querySize, queryTime);
      keys = TestGraphs.random(type, seed + 100, batch, keySize, keyTime);
      queryMask = lengths(type, random, batch, queryTime, 1);
      keyMask = lengths(type, random, batch, keyTime, 1);
    }

    private static INDArray lengths(
        DataType type, Random random, int batch, int time, int shortest) {
      INDArray mask = Nd4j.zeros(type, batch, time);
      for (int row = 0; row < batch; row++) {
        int length = shortest + random.nextInt(time - shortest + 1);
        mask.get(NDArrayIndex.point(row), NDArrayIndex.interval(0, length)).assign(1);
      }
      return mask;
    }

    INDArray output() {
      return graph
          .output(false, new INDArray[] {queries, keys}, new INDArray[] {queryMask, keyMask})[0];
    }

    AttentionGraphVertex vertex() {
      return (AttentionGraphVertex) graph.getVertex("attention");
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void weightsSumToOneOverRealKeysAndAreZeroOnPadding(int seed) {
    Case c = new Case(DataType.DOUBLE, seed);
    c.vertex().setKeepAttentionWeights(true);
    c.output();
    INDArray weights = c.vertex().getAttentionWeights(); // [batch, queryTime, keyTime]
    assertThat(weights.sum(2).sub(1).amaxNumber().doubleValue()).isLessThan(1e-12);
    for (int row = 0; row < weights.size(0); row++) {
      for (int j = 0; j < weights.size(2); j++) {
        if (c.keyMask.getDouble(row, j) == 0) {
          assertThat(weights.getDouble(row, 0, j)).isZero();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatPaddingHoldsChangesNothing(int seed) {
    Case c = new Case(DataType.DOUBLE, seed);
    INDArray before = c.output().dup();
    INDArray padding = c.keyMask.rsub(1).reshape(c.keyMask.size(0), 1, c.keyMask.size(1));
    c.keys.addi(padding.mul(1000));
    INDArray queryPadding =
        c.queryMask.rsub(1).reshape(c.queryMask.size(0), 1, c.queryMask.size(1));
    c.queries.addi(queryPadding.mul(1000));
    assertThat(c.output().sub(before).amaxNumber().doubleValue()).isLessThan(1e-12);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void paddedQueriesComeOutZero(int seed) {
    Case c = new Case(DataType.DOUBLE, seed);
    INDArray output = c.output();
    for (int row = 0; row < output.size(0); row++) {
      for (int t = 0; t < output.size(2); t++) {
        boolean real = c.queryMask.getDouble(row, t) != 0;
        double largest =
            output
                .get(NDArrayIndex.point(row), NDArrayIndex.all(), NDArrayIndex.point(t))
                .amaxNumber()
                .doubleValue();
        assertThat(largest == 0).isEqualTo(!real);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anExampleIsTheSameAloneAsInABatch(int seed) {
    Case c = new Case(DataType.DOUBLE, seed);
    INDArray together = c.output().dup();
    for (int row = 0; row < together.size(0); row++) {
      INDArray alone =
          c.graph
              .output(
                  false,
                  new INDArray[] {rows(c.queries, row), rows(c.keys, row)},
                  new INDArray[] {rows(c.queryMask, row), rows(c.keyMask, row)})[0];
      assertThat(alone.sub(rows(together, row)).amaxNumber().doubleValue()).isLessThan(1e-12);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DOUBLE", "FLOAT", "HALF"})
  void aSourceThatIsAllPaddingGivesZeroWeightsAndNoNaN(DataType type) {
    for (int seed = 0; seed < 2; seed++) { // one of each vertex
      Case c = new Case(type, seed);
      c.keyMask.get(NDArrayIndex.point(0), NDArrayIndex.all()).assign(0);
      c.vertex().setKeepAttentionWeights(true);
      INDArray output = c.output();
      assertThat(output.isNaN().any()).as("%s seed %d %s", type, seed, output).isFalse();
      INDArray weights = c.vertex().getAttentionWeights();
      assertThat(rows(weights, 0).amaxNumber().doubleValue()).isZero();
      assertThat(rows(weights, 1).amaxNumber().doubleValue()).isPositive();
      if (seed == 0) {
        assertThat(rows(output, 0).amaxNumber().doubleValue()).isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anotherTimeLengthAfterwardsIsComputedAnew(int seed) {
    Case c = new Case(DataType.DOUBLE, seed);
    c.output();
    long longer = c.keys.size(2) + 3;
    INDArray keys = Nd4j.zeros(DataType.DOUBLE, c.keys.size(0), c.keys.size(1), longer);
    keys.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, c.keys.size(2)))
        .assign(c.keys);
    INDArray mask = Nd4j.zeros(DataType.DOUBLE, c.keys.size(0), longer);
    mask.get(NDArrayIndex.all(), NDArrayIndex.interval(0, c.keys.size(2))).assign(c.keyMask);
    INDArray output =
        c.graph
            .output(false, new INDArray[] {c.queries, keys}, new INDArray[] {c.queryMask, mask})[0];
    assertThat(output.sub(c.output()).amaxNumber().doubleValue()).isLessThan(1e-12);
  }

  private static INDArray rows(INDArray array, int row) {
    INDArray picked = array.slice(row).dup('c');
    long[] shape = array.shape().clone();
    shape[0] = 1;
    return picked.reshape(shape);
  }
}
