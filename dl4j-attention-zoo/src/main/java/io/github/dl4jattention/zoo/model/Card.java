package io.github.dl4jattention.zoo.model;

import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** What a model file says about itself, as JSON inside the file. */
public interface Card {
  /**
   * The run's name.
   *
   * @return the name
   */
  String name();

  /**
   * Where the model comes from.
   *
   * @return versions, seed, data, settings and figures
   */
  ObjectNode provenance();

  /**
   * The card as JSON.
   *
   * @return several lines
   */
  String toJson();
}
