package io.github.dl4jattention.zoo.search.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.layers.GRU;
import io.github.dl4jattention.layers.MultiHeadSelfAttention;
import io.github.dl4jattention.zoo.search.strategy.Strategy;
import io.github.dl4jattention.zoo.search.trial.Direction;
import java.util.HashSet;
import java.util.Set;
import org.deeplearning4j.arbiter.ComputationGraphSpace;
import org.deeplearning4j.arbiter.GraphConfiguration;
import org.deeplearning4j.arbiter.layers.RnnOutputLayerSpace;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

@SuppressWarnings("rawtypes") // Arbiter's candidates have no types.
class BuiltLayerSpaceTests {
  private static final int SIZE = 8;

  private static ComputationGraphSpace graph() {
    return new ComputationGraphSpace.Builder()
        .addInputs("in")
        .addLayer(
            "gru",
            BuiltLayerSpace.of(values -> new GRU.Builder().nOut(values.whole("size")).build())
                .with("size", new DiscreteParameterSpace<>(SIZE, 2 * SIZE)),
            "in")
        .addLayer(
            "heads",
            BuiltLayerSpace.of(
                    values ->
                        MultiHeadSelfAttention.builder().setHeads(values.whole("heads")).build())
                .with("heads", new DiscreteParameterSpace<>(1, 2, 4)),
            "gru")
        .addLayer(
            "out",
            new RnnOutputLayerSpace.Builder()
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .lossFunction(LossFunctions.LossFunction.MCXENT)
                .build(),
            "heads")
        .setOutputs("out")
        .setInputTypes(InputType.recurrent(5))
        .build();
  }

  @Test
  void arbitersGraphSpaceMakesNetworksOfOurLayers() {
    CandidateGenerator generator = Strategy.BAYES.generator(graph(), new Direction(true));
    generator.setRngSeed(1);
    assertThat(generator.getParameterSpace().numParameters()).isEqualTo(2);
    Set<Long> sizes = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      assertThat(generator.hasMoreCandidates()).isTrue();
      Candidate candidate = generator.getCandidate();
      ComputationGraph graph =
          new ComputationGraph(((GraphConfiguration) candidate.getValue()).getConfiguration());
      graph.init();
      assertThat(graph.outputSingle(Nd4j.rand(2, 5, 4)).shape()).containsExactly(2, 3, 4);
      sizes.add(graph.numParams());
      generator.reportResults(new OptimizationResult(candidate, 1.0, i, null, null, null));
    }
    assertThat(sizes).hasSize(2); // The number of heads changes none.
    assertThat(generator.hasMoreCandidates()).isFalse();
  }

  @Test
  void aSettingThatIsNotThereIsToldByName() {
    BuiltLayerSpace<?> space =
        BuiltLayerSpace.of(values -> new GRU.Builder().nOut(values.whole("sise")).build())
            .with("size", new IntegerParameterSpace(1, 3));
    assertThatThrownBy(() -> space.getValue(new double[1]))
        .isInstanceOf(IllegalStateException.class); // Arbiter's: no index
    space.collectLeaves().get(0).setIndices(0);
    assertThatThrownBy(() -> space.getValue(new double[1]))
        .hasMessageContaining("there is no setting sise: there are [size]");
    assertThatThrownBy(() -> space.with("size", new IntegerParameterSpace(1, 3)))
        .hasMessageContaining("two settings named size");
  }
}
