package io.github.dl4jattention.layers.runtime;

import java.util.List;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;

/** What a configuration asks of its parameters in training. */
public interface ParameterRules {
  /**
   * Noise on the weights in training.
   *
   * @return the noise; null for none
   */
  IWeightNoise weightNoise();

  /**
   * Constraints applied after each update.
   *
   * @return the constraints
   */
  List<LayerConstraint> constraints();
}
