package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The README's example is code that compiles, trains, and is the one shown. */
class ReadmeTests {
  private static final Path EXAMPLE =
      Path.of("src/test/java/io/github/dl4jattention/layers/DropInExample.java");

  @Test
  void theExampleTrains() {
    ComputationGraph graph = DropInExample.graph();
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 2, 5, 3);
    for (int t = 0; t < 3; t++) {
      labels.putScalar(new int[] {0, t, t}, 1);
      labels.putScalar(new int[] {1, t + 1, t}, 1);
    }
    Nd4j.getRandom().setSeed(1);
    MultiDataSet data =
        new MultiDataSet(
            new INDArray[] {
              Nd4j.randn(DataType.FLOAT, 2, 4, 6), Nd4j.randn(DataType.FLOAT, 2, 8, 3)
            },
            new INDArray[] {labels});
    double before = graph.score(data);
    for (int i = 0; i < 30; i++) {
      graph.fit(data);
    }
    assertThat(graph.score(data)).isLessThan(before / 2);
  }

  @Test
  void theReadmeShowsTheExampleAsItIs() throws IOException {
    List<String> source = Files.readAllLines(EXAMPLE);
    List<String> example =
        source
            .subList(indexOf(source, "// README: begin") + 1, indexOf(source, "// README: end"))
            .stream()
            .map(line -> line.substring(Math.min(4, line.length())))
            .toList();
    assertThat(example).hasSizeBetween(10, 20);
    assertThat(Files.readString(Path.of("../README.md")))
        .contains("```java\n" + String.join("\n", example) + "\n```");
  }

  private static int indexOf(List<String> lines, String marker) {
    int index = lines.stream().map(String::strip).toList().indexOf(marker);
    assertThat(index).isNotNegative();
    return index;
  }
}
