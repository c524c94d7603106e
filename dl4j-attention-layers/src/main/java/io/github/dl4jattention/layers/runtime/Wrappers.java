package io.github.dl4jattention.layers.runtime;

import org.apache.commons.lang3.reflect.FieldUtils;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.vertex.BaseWrapperVertex;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;

/** What DL4J puts around layers and vertices, such as those that are frozen, taken off. */
final class Wrappers {
  private Wrappers() {}

  /** The layer inside. */
  static Layer unwrapped(Layer layer) {
    return layer instanceof BaseWrapperLayer wrapper ? unwrapped(wrapper.getUnderlying()) : layer;
  }

  /** The vertex inside; null for null. */
  static GraphVertex unwrapped(GraphVertex vertex) {
    if (!(vertex instanceof BaseWrapperVertex)) {
      return vertex;
    }
    try {
      // DL4J has a getter for a layer's wrapper, none for a vertex'.
      return unwrapped((GraphVertex) FieldUtils.readField(vertex, "underlying", true));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the vertex inside " + vertex.getVertexName(), e);
    }
  }
}
