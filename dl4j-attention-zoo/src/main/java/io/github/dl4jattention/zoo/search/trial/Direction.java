package io.github.dl4jattention.zoo.search.trial;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;

/**
 * The score function of a search whose {@link Objective} scores: it knows which way is better.
 *
 * @param minimize whether lower scores are better
 * @serial exclude
 */
// Arbiter's interface has two ways to give data; the tag is for Javadoc.
@SuppressWarnings({"deprecation", "InvalidBlockTag"})
public record Direction(boolean minimize) implements ScoreFunction {
  @Override
  public double score(Object model, DataProvider provider, Map<String, Object> parameters) {
    throw new UnsupportedOperationException("the objective scores");
  }

  @Override
  public double score(Object model, Class<? extends DataSource> source, Properties properties) {
    throw new UnsupportedOperationException("the objective scores");
  }

  @Override
  public List<Class<?>> getSupportedModelTypes() {
    return List.of(Object.class);
  }

  @Override
  public List<Class<?>> getSupportedDataTypes() {
    return List.of(Object.class);
  }
}
