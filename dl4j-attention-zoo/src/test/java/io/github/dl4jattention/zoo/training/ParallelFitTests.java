package io.github.dl4jattention.zoo.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.model.Optimizer;
import io.github.dl4jattention.zoo.model.SequenceToSequence;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Updates divided among threads against DL4J's own {@code fit}. */
class ParallelFitTests {
  private static final int UPDATES = 4;

  private final TinyTask task = new TinyTask();
  private final Batch.Targets targets = Batch.Targets.of(task.encoded, task.vocabulary);

  private INDArray trainedWith(int threads) {
    ComputationGraph graph = task.model(task.options(2, threads)).graph();
    try (ParallelFit fit = new ParallelFit(graph, threads)) {
      for (int i = 0; i < UPDATES; i++) {
        fit.fit(batch(i), targets);
      }
    }
    assertThat(graph.getIterationCount()).isEqualTo(UPDATES);
    return graph.params();
  }

  private List<EncodedPair> batch(int i) {
    return task.encoded.subList(8 * i, 8 * i + 8);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 20})
  void threadsGiveWhatFitGives(int threads) {
    ComputationGraph graph = task.model(task.options(2, 1)).graph();
    INDArray start = graph.params().dup();
    for (int i = 0; i < UPDATES; i++) {
      Batch batch = Batch.of(batch(i), targets);
      graph.fit(
          new MultiDataSet(
              batch.features(),
              new INDArray[] {batch.labels()},
              batch.featureMasks(),
              new INDArray[] {batch.targetMask()}));
    }
    INDArray moved = graph.params().sub(start);
    INDArray movedInParallel = trainedWith(threads).sub(start);
    assertThat(moved.amaxNumber().doubleValue()).isGreaterThan(0.01);
    assertThat(movedInParallel.sub(moved).norm2Number().doubleValue())
        .isLessThan(1e-2 * moved.norm2Number().doubleValue());
  }

  @Test
  void asManyThreadsGiveTheSameBits() {
    assertThat(trainedWith(3)).isEqualTo(trainedWith(3));
  }

  @Test
  void dropoutIsTheSameWhateverRanBefore() {
    INDArray once = trainedWithDropout(0.3);
    Nd4j.getRandom().nextGaussian();
    assertThat(trainedWithDropout(0.3)).isEqualTo(once);
    assertThat(trainedWithDropout(0)).isNotEqualTo(once);
  }

  private INDArray trainedWithDropout(double dropout) {
    int size = task.vocabulary.size();
    ComputationGraph graph =
        SequenceToSequence.builder()
            .optSizes(5)
            .optDropout(dropout)
            .build()
            .newGraph(size, size, Optimizer.falling(0.01, 100, 1), 3);
    try (ParallelFit fit = new ParallelFit(graph, 3)) {
      for (int i = 0; i < UPDATES; i++) {
        fit.fit(batch(i), targets);
      }
    }
    return graph.params();
  }

  @Test
  void theLossIsTheSumOverTheBatch() {
    ComputationGraph graph = task.model(task.options(2, 2)).graph();
    int symbols = batch(0).stream().mapToInt(pair -> pair.target().length).sum();
    try (ParallelFit fit = new ParallelFit(graph, 2)) {
      double loss = fit.fit(batch(0), targets);
      assertThat(loss / symbols).isBetween(0.8 * Math.log(6), 1.2 * Math.log(6)); // untrained
    }
  }

  @Test
  void aFailureOfOnePartIsTold() {
    ComputationGraph graph = task.model(task.options(2, 2)).graph();
    try (ParallelFit fit = new ParallelFit(graph, 2)) {
      assertThatThrownBy(
              () ->
                  fit.onParts(
                      List.of(1, 2),
                      (replica, part) -> {
                        if (part.contains(2)) {
                          throw new IllegalStateException("part two");
                        }
                        return 0;
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("part two");
    }
  }
}
