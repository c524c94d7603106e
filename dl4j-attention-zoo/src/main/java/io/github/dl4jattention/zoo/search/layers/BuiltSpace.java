package io.github.dl4jattention.zoo.search.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.util.LeafUtils;

/**
 * A space of anything that is built of settings: a vertex, a whole graph. It has named spaces of
 * its settings, and what builds a thing of their values.
 *
 * <p>Arbiter's {@code ComputationGraphSpace} takes vertices that are fixed. Here a graph is built
 * as any DL4J user builds one, with vertices whose settings are searched:
 *
 * <pre>{@code
 * BuiltSpace<MultiHeadAttention> cross =
 *     BuiltSpace.of(
 *             values -> MultiHeadAttention.builder().setHeads(values.whole("heads")).build())
 *         .with("heads", new DiscreteParameterSpace<>(2, 4, 8));
 * BuiltSpace<ComputationGraphConfiguration> graph =
 *     BuiltSpace.of(
 *             values ->
 *                 new NeuralNetConfiguration.Builder()
 *                     .updater(new Adam(values.real("rate")))
 *                     .graphBuilder()
 *                     .addInputs("target", "source")
 *                     .addVertex(
 *                         "cross",
 *                         values.get("cross", MultiHeadAttention.class),
 *                         "target",
 *                         "source")
 *                     ...
 *                     .build())
 *         .with("cross", cross)
 *         .with("rate", new ContinuousParameterSpace(new LogUniformDistribution(1e-4, 1e-2)));
 * CandidateGenerator generator = Strategy.BAYES.generator(graph, new Direction(true));
 * }</pre>
 *
 * <p>A space that stands in several settings has one value in all of them.
 *
 * @param <T> what is built; Arbiter copies its candidates by serialisation, as DL4J's
 *     configurations can be
 */
@SuppressWarnings("rawtypes") // Arbiter's interface has them.
public final class BuiltSpace<T> implements ParameterSpace<T> {
  private final Map<String, ParameterSpace<?>> settings = new LinkedHashMap<>();
  private final Function<Values, T> built;

  private BuiltSpace(Function<Values, T> built) {
    this.built = built;
  }

  /**
   * A space without settings, to be told some by {@link #with}.
   *
   * @param built builds a new thing of their values
   * @param <T> what is built
   * @return the space
   */
  public static <T> BuiltSpace<T> of(Function<Values, T> built) {
    return new BuiltSpace<>(built);
  }

  /**
   * One more setting.
   *
   * @param name by which its value is asked for
   * @param space of its values, which may be built themselves
   * @return this
   * @throws IllegalArgumentException if there is such a setting already
   */
  public BuiltSpace<T> with(String name, ParameterSpace<?> space) {
    if (settings.put(name, space) != null) {
      throw new IllegalArgumentException("there are two settings named " + name);
    }
    return this;
  }

  @Override
  public T getValue(double[] coordinates) {
    Map<String, Object> values = new LinkedHashMap<>();
    settings.forEach((name, space) -> values.put(name, space.getValue(coordinates)));
    return built.apply(new Values(values));
  }

  @Override
  public int numParameters() {
    return LeafUtils.countUniqueParameters(collectLeaves());
  }

  @Override
  public List<ParameterSpace> collectLeaves() {
    return settings.values().stream()
        .flatMap(space -> space.collectLeaves().stream())
        .map(ParameterSpace.class::cast)
        .toList();
  }

  @Override
  public Map<String, ParameterSpace> getNestedSpaces() {
    return new LinkedHashMap<>(settings);
  }

  @Override
  public boolean isLeaf() {
    return false;
  }

  @Override
  public void setIndices(int... indices) {
    throw new UnsupportedOperationException("a space of spaces has no index of its own");
  }

  /** The settings in words. */
  @Override
  public String toString() {
    return "BuiltSpace" + settings;
  }
}
