package io.github.dl4jattention.zoo.search.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.arbiter.layers.LayerSpace;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.util.LeafUtils;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * A space of any layer: named spaces of its settings, and how a layer is built of their values. All
 * layers of this library have builders, so one class serves them all.
 *
 * <pre>{@code
 * LayerSpace<MultiHeadSelfAttention> heads =
 *     BuiltLayerSpace.of(
 *             values ->
 *                 MultiHeadSelfAttention.builder()
 *                     .setHeads(values.whole("heads"))
 *                     .optHeadSize(values.whole("headSize"))
 *                     .build())
 *         .with("heads", new DiscreteParameterSpace<>(2, 4, 8))
 *         .with("headSize", new IntegerParameterSpace(8, 32));
 * ComputationGraphSpace graph =
 *     new ComputationGraphSpace.Builder()
 *         .addInputs("in")
 *         .addLayer("heads", heads, "in")
 *         ...
 * }</pre>
 *
 * @param <L> the layer
 */
@SuppressWarnings("rawtypes") // Arbiter's classes have them.
public final class BuiltLayerSpace<L extends Layer> extends LayerSpace<L> {
  private final Map<String, ParameterSpace<?>> settings = new LinkedHashMap<>();
  private final Function<Values, L> layer;

  private BuiltLayerSpace(Function<Values, L> layer) {
    super(new NoOptions());
    this.layer = layer;
  }

  /**
   * A space without settings, to be told some by {@link #with}.
   *
   * @param layer builds a new layer of their values
   * @param <L> the layer
   * @return the space
   */
  public static <L extends Layer> BuiltLayerSpace<L> of(Function<Values, L> layer) {
    return new BuiltLayerSpace<>(layer);
  }

  /**
   * One more setting.
   *
   * @param name by which its value is asked for
   * @param space of its values; it may stand in several layers, which then have the same value
   * @return this
   */
  public BuiltLayerSpace<L> with(String name, ParameterSpace<?> space) {
    if (settings.put(name, space) != null) {
      throw new IllegalArgumentException("there are two settings named " + name);
    }
    numParameters = LeafUtils.countUniqueParameters(collectLeaves());
    return this;
  }

  @Override
  public L getValue(double[] coordinates) {
    Map<String, Object> values = new LinkedHashMap<>();
    settings.forEach((name, space) -> values.put(name, space.getValue(coordinates)));
    return layer.apply(new Values(values));
  }

  @Override
  public Map<String, ParameterSpace> getNestedSpaces() {
    return new LinkedHashMap<>(settings);
  }

  @Override
  public List<ParameterSpace> collectLeaves() {
    return settings.values().stream()
        .flatMap(space -> space.collectLeaves().stream())
        .map(ParameterSpace.class::cast)
        .toList();
  }

  @Override
  public String toString() {
    return "BuiltLayerSpace" + settings;
  }

  /** Values of settings, as they were drawn. */
  public static final class Values {
    private final Map<String, Object> values;

    private Values(Map<String, Object> values) {
      this.values = values;
    }

    /**
     * The value of a setting.
     *
     * @param name of the setting
     * @return what its space drew
     * @throws IllegalArgumentException if there is no such setting
     */
    public Object get(String name) {
      if (!values.containsKey(name)) {
        throw new IllegalArgumentException(
            "there is no setting %s: there are %s".formatted(name, values.keySet()));
      }
      return values.get(name);
    }

    /**
     * The value of a setting that is a whole number.
     *
     * @param name of the setting
     * @return the number
     */
    public int whole(String name) {
      return ((Number) get(name)).intValue();
    }

    /**
     * The value of a setting that is a number.
     *
     * @param name of the setting
     * @return the number
     */
    public double real(String name) {
      return ((Number) get(name)).doubleValue();
    }
  }

  /** What Arbiter's parent wants to be built of. */
  private static final class NoOptions extends LayerSpace.Builder<NoOptions> {
    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // So it is declared there.
    public <E extends LayerSpace> E build() {
      throw new UnsupportedOperationException("use BuiltLayerSpace.of");
    }
  }
}
