package io.github.dl4jattention.zoo.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class BatchTests {
  private static final int VOCABULARY = 6;

  /** No target is longer than one symbol: none is padded beyond its batch's longest. */
  private static final Batch.Targets TARGETS = new Batch.Targets(VOCABULARY, 1);

  private static final Batch SMALL =
      Batch.of(
          List.of(
              new EncodedPair(new int[] {4, 2}, new int[] {3, 5, 2}),
              new EncodedPair(new int[] {3, 5, 4, 2}, new int[] {4, 2})),
          TARGETS);

  @Test
  void padsSourcesToMultipleOfEight() {
    assertThat(SMALL.source().shape()).containsExactly(2, 1, 8);
    assertThat(SMALL.source().slice(0).toFloatMatrix()[0]).containsExactly(4, 2, 0, 0, 0, 0, 0, 0);
    assertThat(SMALL.source().slice(1).toFloatMatrix()[0]).containsExactly(3, 5, 4, 2, 0, 0, 0, 0);
  }

  @Test
  void keepsSourceLengthThatIsMultipleOfEight() {
    assertThat(Batch.Padded.of(List.of(new int[8], new int[3])).tokens().shape())
        .containsExactly(2, 1, 8);
    assertThat(Batch.Padded.of(List.of(new int[9])).tokens().shape()).containsExactly(1, 1, 16);
  }

  @Test
  void masksPadding() {
    assertThat(SMALL.sourceMask().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{1, 1, 0, 0, 0, 0, 0, 0}, {1, 1, 1, 1, 0, 0, 0, 0}});
    assertThat(SMALL.targetMask().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{1, 1, 1}, {1, 1, 0}});
  }

  @Test
  void givesDecoderTheTargetOneStepLate() {
    assertThat(SMALL.decoderInput().slice(0).toFloatMatrix()[0])
        .containsExactly(Vocabulary.START, 3, 5);
    assertThat(SMALL.decoderInput().slice(1).toFloatMatrix()[0])
        .containsExactly(Vocabulary.START, 4, 0);
  }

  @Test
  void countsRealTargetSymbols() {
    assertThat(SMALL.symbols()).isEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("randomPairs")
  void keepsEverySourceSymbol(List<EncodedPair> pairs) {
    Batch batch = Batch.of(pairs, TARGETS);
    for (int row = 0; row < pairs.size(); row++) {
      int[] source = pairs.get(row).source();
      for (int t = 0; t < batch.source().size(2); t++) {
        boolean real = t < source.length;
        assertThat(batch.source().getInt(row, 0, t)).isEqualTo(real ? source[t] : 0);
        assertThat(batch.sourceMask().getInt(row, t)).isEqualTo(real ? 1 : 0);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("randomPairs")
  void labelsEveryRealTargetSymbolByItsNumber(List<EncodedPair> pairs) {
    Batch batch = Batch.of(pairs, TARGETS);
    for (int row = 0; row < pairs.size(); row++) {
      int[] target = pairs.get(row).target();
      for (int t = 0; t < batch.labels().size(2); t++) {
        assertThat(batch.labels().getInt(row, 0, t)).isEqualTo(t < target.length ? target[t] : 0);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("randomPairs")
  void labelsOneHotForGraphsThatWereSavedWithSuchLabels(List<EncodedPair> pairs) {
    Batch batch = Batch.of(pairs, TARGETS);
    INDArray labels = batch.labelsFor(graphOfOneHotLabels());
    assertThat(labels.shape())
        .containsExactly(pairs.size(), VOCABULARY, batch.targetMask().size(1));
    for (int row = 0; row < pairs.size(); row++) {
      int[] target = pairs.get(row).target();
      for (int t = 0; t < labels.size(2); t++) {
        for (int symbol = 0; symbol < VOCABULARY; symbol++) {
          boolean hot = t < target.length && target[t] == symbol;
          assertThat(labels.getInt(row, symbol, t)).isEqualTo(hot ? 1 : 0);
        }
      }
    }
    assertThat(labels.sumNumber().intValue()).isEqualTo(batch.symbols());
  }

  private static ComputationGraph graphOfOneHotLabels() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("x")
                .addLayer(
                    "output", new RnnOutputLayer.Builder().nIn(1).nOut(VOCABULARY).build(), "x")
                .setOutputs("output")
                .build());
    graph.init();
    return graph;
  }

  @ParameterizedTest
  @MethodSource("randomPairs")
  void countsAsManySymbolsAsItMasks(List<EncodedPair> pairs) {
    Batch batch = Batch.of(pairs, TARGETS);
    assertThat(batch.targetMask().sumNumber().intValue()).isEqualTo(batch.symbols());
  }

  @ParameterizedTest
  @MethodSource("randomPairs")
  void padsTargetsToTheLongest(List<EncodedPair> pairs) {
    int longest = pairs.stream().mapToInt(pair -> pair.target().length).max().orElseThrow();
    Batch batch = Batch.of(pairs, TARGETS);
    assertThat(batch.targetMask().shape()).containsExactly(pairs.size(), longest);
    assertThat(batch.labels().shape()).containsExactly(pairs.size(), 1, longest);
    assertThat(batch.decoderInput().shape()).containsExactly(pairs.size(), 1, longest);
  }

  @ParameterizedTest
  @CsvSource({"1, 8", "8, 8", "9, 16", "17, 20", "20, 20"})
  void roundsTargetLengthsUpButNotBeyondTheLongestOfAll(int length, int padded) {
    List<EncodedPair> pairs = List.of(new EncodedPair(new int[] {2}, new int[length]));
    Batch batch = Batch.of(pairs, new Batch.Targets(VOCABULARY, 20));
    assertThat(batch.targetMask().shape()).containsExactly(1, padded);
    assertThat(batch.targetMask().sumNumber().intValue()).isEqualTo(length);
  }

  @Test
  void targetsOfOneLengthAreNotPadded() {
    List<EncodedPair> pairs = List.of(new EncodedPair(new int[] {2}, new int[11]));
    TextCodec vocabulary = TextCodec.ofCharacters(List.of("a"));
    Batch batch = Batch.of(pairs, Batch.Targets.of(pairs, vocabulary));
    assertThat(batch.labels().shape()).containsExactly(1, 1, 11);
  }

  private static List<List<EncodedPair>> randomPairs() {
    Random random = new Random(5);
    List<List<EncodedPair>> lists = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      List<EncodedPair> pairs = new ArrayList<>();
      int rows = 1 + random.nextInt(6);
      for (int row = 0; row < rows; row++) {
        pairs.add(new EncodedPair(randomTokens(random), randomTokens(random)));
      }
      lists.add(pairs);
    }
    return lists;
  }

  private static int[] randomTokens(Random random) {
    return EncodedPair.withEnd(random.ints(random.nextInt(12), 3, VOCABULARY).toArray());
  }
}
