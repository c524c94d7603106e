package io.github.dl4jattention.zoo.search.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.search.trial.Direction;
import java.util.List;
import org.deeplearning4j.arbiter.MultiLayerSpace;
import org.deeplearning4j.arbiter.dropout.AlphaDropoutSpace;
import org.deeplearning4j.arbiter.dropout.DropoutSpace;
import org.deeplearning4j.arbiter.dropout.GaussianDropoutSpace;
import org.deeplearning4j.arbiter.dropout.GaussianNoiseSpace;
import org.deeplearning4j.arbiter.layers.OutputLayerSpace;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.generator.GeneticSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.serde.jackson.JsonMapper;
import org.deeplearning4j.arbiter.scoring.impl.TestSetLossScoreFunction;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Arbiter's own mapper cannot do, and ours can. */
class ArbiterJsonTests {
  private static MultiLayerSpace network() {
    return new MultiLayerSpace.Builder()
        .addLayer(
            new OutputLayerSpace.Builder()
                .nIn(4)
                .nOut(3)
                .dropOut(new ContinuousParameterSpace(0.5, 0.9))
                .build())
        .build();
  }

  private static OptimizationConfiguration search(CandidateGenerator generator) {
    return new OptimizationConfiguration.Builder()
        .candidateGenerator(generator)
        .scoreFunction(new TestSetLossScoreFunction())
        .terminationConditions(new MaxCandidatesCondition(9))
        .rngSeed(1)
        .build();
  }

  @Test
  void arbitersMapperCannotWriteAGeneticSearchOnThisJava() {
    OptimizationConfiguration genetic =
        search(
            new GeneticSearchCandidateGenerator.Builder(
                    new ContinuousParameterSpace(0, 1), new Direction(true))
                .build());
    assertThatThrownBy(() -> JsonMapper.getMapper().writeValueAsString(genetic))
        .hasMessageContaining("java.util.Random");
    assertThatThrownBy(genetic::toJson).isInstanceOf(RuntimeException.class);
  }

  @Test
  void aGeneticSearchIsWrittenAndReadBackAndGoesOn() {
    OptimizationConfiguration genetic =
        search(new GeneticSearchCandidateGenerator.Builder(network(), new Direction(true)).build());
    OptimizationConfiguration read =
        ArbiterJson.read(ArbiterJson.write(genetic), OptimizationConfiguration.class);
    assertThat(read.getRngSeed()).isEqualTo(1);
    assertThat(read.getTerminationConditions()).hasSize(1);
    assertThat(read.getScoreFunction()).isInstanceOf(TestSetLossScoreFunction.class);
    CandidateGenerator generator = read.getCandidateGenerator();
    assertThat(generator).isInstanceOf(GeneticSearchCandidateGenerator.class);
    assertThat(generator.getCandidate().getFlatParameters()).hasSize(1);
    assertThat(generator.getCandidate().getException()).isNull();
  }

  @Test
  void aLayersDropoutIsReadBack() throws Exception {
    MultiLayerSpace space = network();
    RandomSearchGenerator indexed = new RandomSearchGenerator(space);
    assertThat(indexed.getParameterSpace()).isSameAs(space);
    String json = JsonMapper.getMapper().writeValueAsString(space);
    assertThatThrownBy(() -> MultiLayerSpace.fromJson(json)).hasMessageContaining("DropoutSpace");
    MultiLayerSpace read = ArbiterJson.read(json, MultiLayerSpace.class);
    assertThat(retained(read, 0)).isEqualTo(0.5);
    assertThat(retained(read, 0.5)).isEqualTo(retained(space, 0.5)).isEqualTo(0.7);
  }

  private static double retained(MultiLayerSpace space, double coordinate) {
    OutputLayer layer =
        (OutputLayer)
            space
                .getValue(new double[] {coordinate})
                .getMultiLayerConfiguration()
                .getConf(0)
                .getLayer();
    return ((Dropout) layer.getIDropout()).getP();
  }

  static List<ParameterSpace<?>> dropouts() {
    return List.of(
        new DropoutSpace(new ContinuousParameterSpace(0.5, 0.9)),
        new AlphaDropoutSpace(new ContinuousParameterSpace(0.5, 0.9)),
        new GaussianDropoutSpace(new ContinuousParameterSpace(0.5, 0.9)),
        new GaussianNoiseSpace(new ContinuousParameterSpace(0.5, 0.9)));
  }

  @ParameterizedTest
  @MethodSource("dropouts")
  void eachKindOfDropoutIsReadBack(ParameterSpace<?> space) {
    space.collectLeaves().get(0).setIndices(0);
    ParameterSpace<?> read = ArbiterJson.read(ArbiterJson.write(space), ParameterSpace.class);
    assertThat(read.getValue(new double[] {0.25})).isEqualTo(space.getValue(new double[] {0.25}));
  }

  @Test
  void aClassThatIsNoneOfTheirsIsNotMade() {
    assertThatThrownBy(
            () ->
                ArbiterJson.read("{\"@class\":\"javax.swing.JEditorPane\"}", ParameterSpace.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("this is no ParameterSpace");
    assertThatThrownBy(() -> ArbiterJson.read("no JSON", ParameterSpace.class))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
