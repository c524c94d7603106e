package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.layers.cell.GruCell;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Embeddings of tokens: their own, and those of another layer. */
class TokenEmbeddingTests {
  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void givesARowAToken(DataType type) {
    ComputationGraph graph =
        TokenGraphs.initialised(
            TokenGraphs.builder(type)
                .addLayer("embedding", TokenGraphs.embedding(), "tokens")
                .setOutputs("embedding"));
    INDArray tokens = TokenGraphs.tokens(type, 1);
    INDArray mask = TokenGraphs.mask(type);
    tokens.putScalar(2, 0, 4, 1e6); // At padding, whatever.
    INDArray output = graph.output(false, new INDArray[] {tokens}, new INDArray[] {mask})[0];
    INDArray rows = graph.getLayer("embedding").getParam("W");
    assertThat(rows.shape()).containsExactly(TokenGraphs.TOKENS, TokenGraphs.SIZE);
    for (int b = 0; b < TokenGraphs.BATCH; b++) {
      for (int t = 0; t < TokenGraphs.TIME; t++) {
        INDArray step =
            output.get(NDArrayIndex.point(b), NDArrayIndex.all(), NDArrayIndex.point(t));
        INDArray expected =
            mask.getInt(b, t) == 0
                ? Nd4j.zeros(type, TokenGraphs.SIZE)
                : rows.getRow(tokens.getInt(b, 0, t));
        assertThat(step).isEqualTo(expected);
      }
    }
  }

  @Test
  void trainsAsDl4jsOwn() {
    ComputationGraph ours = TokenGraphs.graph(DataType.DOUBLE, TokenGraphs.output().build());
    ComputationGraph dl4j =
        TokenGraphs.initialised(
            TokenGraphs.builder(DataType.DOUBLE)
                .addLayer(
                    "embedding",
                    new EmbeddingSequenceLayer.Builder()
                        .nIn(TokenGraphs.TOKENS)
                        .nOut(TokenGraphs.SIZE)
                        .inferInputLength(true)
                        .build(),
                    "tokens")
                .addLayer("encoder", new GRU.Builder().nOut(TokenGraphs.SIZE).build(), "embedding")
                .addLayer("output", TokenGraphs.output().build(), "encoder")
                .setOutputs("output"));
    ours.paramTable().forEach((name, array) -> dl4j.paramTable().get(name).assign(array));
    for (int i = 0; i < 3; i++) {
      ours.fit(TokenGraphs.data(DataType.DOUBLE, true));
      dl4j.fit(TokenGraphs.data(DataType.DOUBLE, true));
    }
    ours.paramTable()
        .forEach(
            (name, array) -> TestGraphs.assertClose(array, dl4j.paramTable().get(name), 1e-12));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradients(boolean masked) {
    GradientCheck.check(
        TokenGraphs.graph(DataType.DOUBLE, TokenGraphs.output().build()),
        TokenGraphs.data(DataType.DOUBLE, masked));
  }

  /** Two inputs; the second embedding, the first, or both read another's rows. */
  private static ComputationGraph tied(DataType type, String first, String second) {
    var builder = TokenGraphs.builder(type, InputType.recurrent(1), InputType.recurrent(1));
    for (String[] side :
        List.of(new String[] {"a", "tokens", first}, new String[] {"b", "others", second})) {
      if (side[2] == null) {
        builder.addLayer(side[0], TokenGraphs.embedding(), side[1]);
      } else {
        builder.addVertex(side[0], new TiedEmbedding(side[2], TokenGraphs.SIZE), side[1]);
      }
    }
    return TokenGraphs.initialised(
        builder
            .addVertex("both", new MergeVertex(), "a", "b")
            .addLayer("encoder", new GRU.Builder().nOut(TokenGraphs.SIZE).build(), "both")
            .addLayer("output", TokenGraphs.output().build(), "encoder")
            .setOutputs("output"));
  }

  private static MultiDataSet both(DataType type) {
    INDArray mask = TokenGraphs.mask(type);
    return new MultiDataSet(
        new INDArray[] {TokenGraphs.tokens(type, 1), TokenGraphs.tokens(type, 4)},
        new INDArray[] {TokenGraphs.tokens(type, 2)},
        new INDArray[] {mask, mask},
        new INDArray[] {mask});
  }

  private static List<String[]> ties() {
    return List.of(
        new String[] {"output", null},
        new String[] {null, "output"},
        new String[] {"output", "output"},
        new String[] {"b", null},
        new String[] {null, "a"});
  }

  @Test
  void gradientsOfTiedEmbeddingsAddUp() {
    for (String[] tie : ties()) {
      ComputationGraph graph = tied(DataType.DOUBLE, tie[0], tie[1]);
      GradientCheck.check(graph, both(DataType.DOUBLE));
      GradientCheck.check(graph, both(DataType.DOUBLE)); // Nothing is left of the pass before.
    }
  }

  @Test
  void inFloatTiedEmbeddingsTrainAsInDouble() {
    for (String[] tie : ties()) {
      ComputationGraph doubles = tied(DataType.DOUBLE, tie[0], tie[1]);
      ComputationGraph floats = tied(DataType.FLOAT, tie[0], tie[1]);
      floats.setParams(doubles.params().castTo(DataType.FLOAT));
      for (int i = 0; i < 3; i++) {
        doubles.fit(both(DataType.DOUBLE));
        floats.fit(both(DataType.FLOAT));
      }
      TestGraphs.assertClose(floats.params().castTo(DataType.DOUBLE), doubles.params(), 1e-5);
    }
  }

  @Test
  void tiedEmbeddingsReadTheOwnersRows() {
    ComputationGraph graph = tied(DataType.FLOAT, "output", null);
    MultiDataSet data = both(DataType.FLOAT);
    INDArray seen = graph.feedForward(data.getFeatures(), false).get("a");
    INDArray weights = graph.getLayer("output").getParam("W"); // [size, tokens]
    int token = data.getFeatures(0).getInt(1, 0, 2);
    assertThat(seen.get(NDArrayIndex.point(1), NDArrayIndex.all(), NDArrayIndex.point(2)))
        .isEqualTo(weights.getColumn(token));
    assertThat(graph.getVertex("a").numParams()).isZero();
  }

  @Test
  void anOwnerWithoutRowsIsNamed() {
    ComputationGraph graph = tied(DataType.FLOAT, "encoder", null);
    assertThatThrownBy(() -> graph.output(both(DataType.FLOAT).getFeatures()))
        .hasMessageContaining("\"encoder\" has no rows to share");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 7, 1.5})
  void numbersThatAreNoTokenAreNamed(double token) {
    ComputationGraph graph = TokenGraphs.graph(DataType.FLOAT, TokenGraphs.output().build());
    INDArray tokens = TokenGraphs.tokens(DataType.FLOAT, 1);
    tokens.putScalar(1, 0, 3, token);
    assertThatThrownBy(() -> graph.output(tokens))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageContaining("token " + token)
        .hasMessageContaining("example 1, step 3")
        .hasMessageContaining("from 0 to 6");
  }

  @Test
  void isSavedWithItsTies() {
    ComputationGraph graph = tied(DataType.FLOAT, "output", "output");
    ComputationGraph copy =
        new ComputationGraph(
            ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson()));
    copy.init(graph.params().dup(), false);
    assertThat(copy.getConfiguration()).isEqualTo(graph.getConfiguration());
    INDArray[] inputs = both(DataType.FLOAT).getFeatures();
    assertThat(copy.output(inputs)[0]).isEqualTo(graph.output(inputs)[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4})
  void finalStatesAreTheLastStepReadInEachDirection(int forwardSize) {
    ComputationGraph graph =
        TokenGraphs.initialised(
            TokenGraphs.builder(DataType.DOUBLE, InputType.recurrent(4))
                .addVertex("final", new FinalState(forwardSize), "tokens")
                .setOutputs("final"));
    INDArray x = TestGraphs.random(DataType.DOUBLE, 1, 3, 4, 5);
    double[][] mask = {{1, 1, 1, 1, 1}, {0, 1, 1, 0, 0}, {0, 0, 0, 0, 0}};
    INDArray output =
        graph.output(false, new INDArray[] {x}, new INDArray[] {Nd4j.createFromArray(mask)})[0];
    int[] last = {4, 2, -1};
    int[] first = {0, 1, -1};
    for (int b = 0; b < 3; b++) {
      for (int i = 0; i < 4; i++) {
        int step = i < forwardSize ? last[b] : first[b];
        assertThat(output.getDouble(b, i)).isEqualTo(step < 0 ? 0 : x.getDouble(b, i, step));
      }
    }
  }

  @Test
  void gradientsThroughFinalStates() {
    ComputationGraph graph =
        TokenGraphs.initialised(
            TokenGraphs.builder(DataType.DOUBLE)
                .addLayer("embedding", TokenGraphs.embedding(), "tokens")
                .addLayer(
                    "encoder",
                    new Bidirectional(Bidirectional.Mode.CONCAT, new GRU.Builder().nOut(3).build()),
                    "embedding")
                .addVertex("final", new FinalState(3), "encoder")
                .addVertex(
                    "decoder",
                    RecurrentVertex.builder()
                        .setStateSize(6)
                        .optCell(new GruCell())
                        .optInitialState(true)
                        .build(),
                    "embedding",
                    "final")
                .addLayer("output", TokenGraphs.output().build(), "decoder")
                .setOutputs("output"));
    GradientCheck.check(graph, TokenGraphs.data(DataType.DOUBLE, true));
  }
}
