package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.TestGraphs.assertClose;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.layers.Subject.Data;
import io.github.dl4jattention.layers.Subject.Padding;
import io.github.dl4jattention.layers.score.LocationScore;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays of every data type are taken, arrays and masks of wrong shapes refused by their names. */
class InputArrayTests {
  private static final Subject SELF =
      Subject.attention(
          "multi-head self",
          () -> MultiHeadSelfAttention.builder().setHeads(1).build(),
          Subject.sequence(2, "t"));

  private static final Subject CROSS =
      Subject.attention(
          "multi-head cross with values",
          () -> MultiHeadAttention.builder().setHeads(1).optValues(true).build(),
          Subject.sequence(2, "q"),
          Subject.sequence(3, "k"),
          Subject.sequence(2, "k"));

  @AfterEach
  void restore() {
    Path.restore();
  }

  @ParameterizedTest
  @EnumSource
  void inputsMayBeOfAnyType(Path path) {
    for (Subject subject : new Subject[] {SELF, CROSS}) {
      ComputationGraph graph = path.graph(subject);
      Data data = path.data(subject, 1, 3, Padding.END);
      for (DataType type :
          new DataType[] {DataType.DOUBLE, DataType.FLOAT, DataType.FLOAT16, DataType.INT8}) {
        INDArray[] inputs = cast(data, type);
        Data same = new Data(cast(new Data(inputs, null), path.type()), data.masks());
        assertClose(
            output(graph, inputs, data.masks()), output(graph, same.inputs(), same.masks()), 0);
      }
    }
  }

  private static INDArray[] cast(Data data, DataType type) {
    return Stream.of(data.inputs()).map(x -> x.castTo(type)).toArray(INDArray[]::new);
  }

  @ParameterizedTest
  @EnumSource
  void aMaskOfAnotherLengthIsRefused(Path path) {
    ComputationGraph graph = path.graph(CROSS);
    for (long[] shape : new long[][] {{2, 4}, {2, 6}, {1, 5}, {3, 5}}) {
      INDArray[] masks = {null, Nd4j.ones(path.type(), shape), null};
      assertThatThrownBy(() -> output(graph, arrays(path, 2, 4, 5, 5), masks))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("MultiHeadAttention \"subject\": the mask of its input \"keys\"")
          .hasMessageContaining("must be [batch, time] = [2, 5], got [%d, %d]", shape[0], shape[1]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void inputsOfOtherShapesAreRefused(Path path) {
    ComputationGraph graph = path.graph(CROSS);
    INDArray[] right = arrays(path, 2, 4, 5, 5);
    INDArray before = output(graph, right, null);
    refuses(graph, with(right, 1, path, 3, 3, 5), "\"queries\" is of 2 and \"keys\" of 3");
    refuses(graph, with(right, 1, path, 2, 4, 5), "the size of keys is 4, but optKeySize(3)");
    refuses(graph, with(right, 2, path, 2, 2, 6), "keys and values must have the same time steps");
    refuses(graph, with(right, 0, path, 2, 2), "queries must be a sequence [batch, size, time]");
    refuses(graph, with(right, 0, path, 2, 2, 4, 1), "an array [2, 2, 4, 1]");
    refuses(graph, with(right, 2, path, 2, 2, 0), "\"values\" is empty, an array [2, 2, 0]");
    assertClose(output(graph, right, null), before, 0);
  }

  @ParameterizedTest
  @EnumSource
  void aLayersInputOfAnotherShapeIsRefused(Path path) {
    ComputationGraph graph = path.graph(SELF);
    INDArray[] right = {Nd4j.ones(path.type(), 2, 2, 4)};
    refuses(graph, with(right, 0, path, 2, 3, 4), "nIn = 2 channels, got an array [2, 3, 4]");
    refuses(graph, with(right, 0, path, 2, 2), "its input must be a sequence [batch, size, time]");
    refuses(graph, with(right, 0, path, 2, 2, 4, 1), "an array [2, 2, 4, 1]");
    refuses(graph, with(right, 0, path, 0, 2, 4), "\"input\" is empty, an array [0, 2, 4]");
  }

  @ParameterizedTest
  @EnumSource
  void moreStepsThanThereArePlacesForAreRefused(Path path) {
    Subject learned =
        Subject.plain(
            "learned",
            () -> LearnedPosition.builder().setMaxLength(3).build(),
            Subject.sequence(2, "t"));
    Subject location =
        Subject.attention(
            "location",
            () -> SelfAttention.builder().setScore(new LocationScore(3)).build(),
            Subject.sequence(2, "t"));
    INDArray[] longer = {Nd4j.ones(path.type(), 2, 2, 4)};
    refuses(path.graph(learned), longer, "setMaxLength(4) takes it");
    refuses(path.graph(location), longer, "new LocationScore(4) takes them");
  }

  private static void refuses(ComputationGraph graph, INDArray[] inputs, String message) {
    assertThatThrownBy(() -> output(graph, inputs, null))
        .isInstanceOf(RuntimeException.class)
        .hasMessageContaining(message);
  }

  /** Queries, keys and values. */
  private static INDArray[] arrays(Path path, int batch, int queries, int keys, int values) {
    return new INDArray[] {
      Nd4j.ones(path.type(), batch, 2, queries),
      Nd4j.ones(path.type(), batch, 3, keys),
      Nd4j.ones(path.type(), batch, 2, values)
    };
  }

  private static INDArray[] with(INDArray[] inputs, int which, Path path, long... shape) {
    INDArray[] others = inputs.clone();
    others[which] = Nd4j.create(path.type(), shape);
    return others;
  }

  private static INDArray output(ComputationGraph graph, INDArray[] inputs, INDArray[] masks) {
    return graph.output(false, inputs, masks)[0].dup();
  }
}
