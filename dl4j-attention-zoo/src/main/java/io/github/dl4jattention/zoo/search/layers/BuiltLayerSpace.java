package io.github.dl4jattention.zoo.search.layers;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.arbiter.layers.LayerSpace;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * A {@link BuiltSpace} of layers, as Arbiter's {@code ComputationGraphSpace} and {@code
 * MultiLayerSpace} take them. All layers of this library have builders, so one class serves them
 * all.
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
  private final BuiltSpace<L> space;

  private BuiltLayerSpace(BuiltSpace<L> space) {
    super(new NoOptions());
    this.space = space;
  }

  /**
   * A space without settings, to be told some by {@link #with}.
   *
   * @param layer builds a new layer of their values
   * @param <L> the layer
   * @return the space
   */
  public static <L extends Layer> BuiltLayerSpace<L> of(Function<Values, L> layer) {
    return new BuiltLayerSpace<>(BuiltSpace.of(layer));
  }

  /**
   * One more setting.
   *
   * @param name by which its value is asked for
   * @param values space of its values; it may stand in several layers, which then have the same
   *     value
   * @return this
   */
  public BuiltLayerSpace<L> with(String name, ParameterSpace<?> values) {
    space.with(name, values);
    numParameters = space.numParameters();
    return this;
  }

  @Override
  public L getValue(double[] coordinates) {
    return space.getValue(coordinates);
  }

  @Override
  public Map<String, ParameterSpace> getNestedSpaces() {
    return space.getNestedSpaces();
  }

  @Override
  public List<ParameterSpace> collectLeaves() {
    return space.collectLeaves();
  }

  @Override
  public String toString() {
    return "BuiltLayerSpace of " + space;
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
