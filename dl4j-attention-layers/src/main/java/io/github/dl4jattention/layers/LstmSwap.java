package io.github.dl4jattention.layers;

import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Exchanges DL4J's {@code LSTM} layers for {@link LSTM}s of this library, and back, in networks
 * that may be trained already:
 *
 * <pre>{@code
 * ComputationGraph faster = LstmSwap.toOurs(ComputationGraph.load(file, true));
 * }</pre>
 *
 * <p>The parameters are the same numbers in the same places, so they, the updater's state and the
 * counts of iterations and epochs are taken along; listeners are not. Every layer is exchanged,
 * those inside {@code Bidirectional}, {@code LastTimeStep} or a frozen layer as well; the network
 * that was given is left as it is. A {@code Bidirectional} around an LSTM is exchanged with it.
 * {@link LSTM} says where the figures may differ: under masks.
 */
public final class LstmSwap {
  private static final String CLASS = "@class";
  private static final Class<? extends Layer> OURS = LSTM.class;
  private static final Class<? extends Layer> DL4JS = org.deeplearning4j.nn.conf.layers.LSTM.class;

  private static final Class<? extends Layer> OURS_BOTH_WAYS = Bidirectional.class;
  private static final Class<? extends Layer> DL4JS_BOTH_WAYS =
      org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional.class;

  private LstmSwap() {}

  /**
   * With layers of this library in the place of DL4J's.
   *
   * @param network initialized
   * @return a new network with copies of its parameters and its updater's state
   */
  public static MultiLayerNetwork toOurs(MultiLayerNetwork network) {
    return swapped(network, DL4JS, OURS);
  }

  /**
   * With layers of this library in the place of DL4J's.
   *
   * @param graph initialized
   * @return a new graph with copies of its parameters and its updater's state
   */
  public static ComputationGraph toOurs(ComputationGraph graph) {
    return swapped(graph, DL4JS, OURS);
  }

  /**
   * With DL4J's layers in the place of those of this library.
   *
   * @param network initialized
   * @return a new network with copies of its parameters and its updater's state
   */
  public static MultiLayerNetwork toDl4j(MultiLayerNetwork network) {
    return swapped(network, OURS, DL4JS);
  }

  /**
   * With DL4J's layers in the place of those of this library.
   *
   * @param graph initialized
   * @return a new graph with copies of its parameters and its updater's state
   */
  public static ComputationGraph toDl4j(ComputationGraph graph) {
    return swapped(graph, OURS, DL4JS);
  }

  /** One layer of this library for one of DL4J's. */
  static LSTM toOurs(org.deeplearning4j.nn.conf.layers.LSTM layer) {
    ObjectMapper mapper = NeuralNetConfiguration.mapper();
    try {
      JsonNode tree = mapper.readTree(mapper.writeValueAsString(layer));
      swap(tree, DL4JS, OURS);
      return mapper.treeToValue(tree, LSTM.class);
    } catch (JsonProcessingException e) {
      throw notJson(e);
    }
  }

  private static MultiLayerNetwork swapped(
      MultiLayerNetwork network, Class<? extends Layer> from, Class<? extends Layer> to) {
    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
    MultiLayerNetwork result =
        new MultiLayerNetwork(
            MultiLayerConfiguration.fromJson(swapped(configuration.toJson(), from, to)));
    result.init(network.params().dup(), false);
    Updater updater = network.getUpdater(false);
    INDArray state = updater == null ? null : updater.getStateViewArray();
    if (state != null) {
      result.getUpdater().setStateViewArray(result, state.dup(), false);
    }
    return result;
  }

  private static ComputationGraph swapped(
      ComputationGraph graph, Class<? extends Layer> from, Class<? extends Layer> to) {
    ComputationGraphConfiguration configuration = graph.getConfiguration();
    ComputationGraph result =
        new ComputationGraph(
            ComputationGraphConfiguration.fromJson(swapped(configuration.toJson(), from, to)));
    result.init(graph.params().dup(), false);
    ComputationGraphUpdater updater = graph.getUpdater(false);
    INDArray state = updater == null ? null : updater.getStateViewArray();
    if (state != null) {
      result.getUpdater().setStateViewArray(state.dup());
    }
    return result;
  }

  /** Both kinds of layer have the same settings: a configuration differs in the class it names. */
  private static String swapped(
      String json, Class<? extends Layer> from, Class<? extends Layer> to) {
    ObjectMapper mapper = NeuralNetConfiguration.mapper();
    try {
      JsonNode tree = mapper.readTree(json);
      swap(tree, from, to);
      return mapper.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw notJson(e);
    }
  }

  private static void swap(JsonNode node, Class<? extends Layer> from, Class<? extends Layer> to) {
    node.forEach(child -> swap(child, from, to));
    boolean ours = to.equals(OURS);
    if (is(node, from)) {
      ((ObjectNode) node).put(CLASS, to.getName());
    } else if (is(node, ours ? DL4JS_BOTH_WAYS : OURS_BOTH_WAYS) && is(node.path("fwd"), to)) {
      ((ObjectNode) node).put(CLASS, (ours ? OURS_BOTH_WAYS : DL4JS_BOTH_WAYS).getName());
    }
  }

  private static boolean is(JsonNode node, Class<? extends Layer> layer) {
    return node.path(CLASS).asText().equals(layer.getName());
  }

  private static IllegalStateException notJson(JsonProcessingException e) {
    return new IllegalStateException("a configuration that DL4J wrote could not be read", e);
  }
}
