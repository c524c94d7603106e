package io.github.dl4jattention.zoo.search.strategy;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.deeplearning4j.arbiter.dropout.AlphaDropoutSpace;
import org.deeplearning4j.arbiter.dropout.DropoutSpace;
import org.deeplearning4j.arbiter.dropout.GaussianDropoutSpace;
import org.deeplearning4j.arbiter.dropout.GaussianNoiseSpace;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.generator.GeneticSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.serde.jackson.JsonMapper;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonIgnoreProperties;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Arbiter's spaces and configurations as JSON, where its own mapper fails: it cannot write a
 * genetic search on Java 17, whose random generator has fields of the JDK's, and cannot read the
 * space of a layer's dropout, which has no constructor that it knows.
 *
 * <pre>{@code
 * String json = ArbiterJson.write(configuration);
 * OptimizationConfiguration same = ArbiterJson.read(json, OptimizationConfiguration.class);
 * }</pre>
 *
 * <p>A genetic search comes back with its space and no population. The JSON names classes; only
 * those of DL4J, ND4J, this library and plain values are made. Even so it is for what a program
 * wrote itself: of strangers take {@link io.github.dl4jattention.zoo.search.space.SpaceFile}s.
 */
public final class ArbiterJson {
  private static final String GENERATOR = "candidateGenerator";
  private static final String SPACE = "parameterSpace";
  private static final ObjectMapper MAPPER = mapper();

  private ArbiterJson() {}

  /**
   * Writes a space or a configuration.
   *
   * @param value of Arbiter's classes
   * @return JSON
   */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException("Arbiter has no JSON for " + value.getClass(), e);
    }
  }

  /**
   * Reads what {@link #write} wrote, or Arbiter's own mapper.
   *
   * @param json the text
   * @param kind what it is
   * @param <T> what it is
   * @return an equal one
   * @throws IllegalArgumentException if it is something else, or names a class that is not allowed
   */
  public static <T> T read(String json, Class<T> kind) {
    try {
      JsonNode tree = MAPPER.readTree(json);
      JsonNode generator = tree.path(GENERATOR);
      boolean genetic =
          generator.path("@class").asText().equals(GeneticSearchCandidateGenerator.class.getName());
      if (genetic) {
        ((ObjectNode) tree).remove(GENERATOR);
      }
      T value = MAPPER.treeToValue(tree, kind);
      if (genetic) {
        OptimizationConfiguration configuration = (OptimizationConfiguration) value;
        configuration.setCandidateGenerator(
            genetic(generator.path(SPACE), configuration.getScoreFunction()));
      }
      return value;
    } catch (IOException e) {
      throw new IllegalArgumentException("this is no " + kind.getSimpleName() + ": " + e, e);
    }
  }

  /** Its spaces have their indices already. */
  private static GeneticSearchCandidateGenerator genetic(JsonNode space, ScoreFunction scores)
      throws IOException {
    return new GeneticSearchCandidateGenerator.Builder(
            MAPPER.treeToValue(space, ParameterSpace.class), scores)
        .initDone(true)
        .build();
  }

  private static ObjectMapper mapper() {
    ObjectMapper mapper = JsonMapper.getMapper().copy();
    mapper.addMixIn(GeneticSearchCandidateGenerator.class, SpaceAlone.class);
    mapper.addMixIn(DropoutSpace.class, OfDropout.class);
    mapper.addMixIn(AlphaDropoutSpace.class, OfDropout.class);
    mapper.addMixIn(GaussianDropoutSpace.class, OfRate.class);
    mapper.addMixIn(GaussianNoiseSpace.class, OfDeviation.class);
    mapper.setPolymorphicTypeValidator(
        BasicPolymorphicTypeValidator.builder()
            .allowIfSubType("org.deeplearning4j.")
            .allowIfSubType("org.nd4j.linalg.")
            .allowIfSubType("io.github.dl4jattention.")
            .allowIfSubType("org.apache.commons.math3.distribution.")
            .allowIfSubType(Number.class)
            .allowIfSubType(Boolean.class)
            .allowIfSubType(String.class)
            .build());
    return mapper;
  }

  /** What is written of a genetic search. */
  @JsonIgnoreProperties({
    "rng",
    "candidateCounter",
    "populationModel",
    "chromosomeFactory",
    "selectionOperator",
    "hasMoreCandidates"
  })
  private interface SpaceAlone {}

  /** How a space with one field is made. */
  abstract static class OfDropout {
    @JsonCreator
    OfDropout(@JsonProperty("dropout") ParameterSpace<Double> dropout) {}
  }

  abstract static class OfRate {
    @JsonCreator
    OfRate(@JsonProperty("rate") ParameterSpace<Double> rate) {}
  }

  abstract static class OfDeviation {
    @JsonCreator
    OfDeviation(@JsonProperty("stddev") ParameterSpace<Double> stddev) {}
  }
}
