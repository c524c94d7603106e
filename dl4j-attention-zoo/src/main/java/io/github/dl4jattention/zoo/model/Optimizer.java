package io.github.dl4jattention.zoo.model;

import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * How a graph's parameters are updated.
 *
 * @param updater DL4J's
 * @param gradientClip largest L2 norm of a layer's gradient
 */
public record Optimizer(IUpdater updater, double gradientClip) {
  /**
   * Larger than Adam's usual 1e-8: where a model makes next to no error, gradients are so small
   * that Adam would take large steps in the direction of rounding errors, and the loss jumps.
   */
  private static final double ADAM_EPSILON = 1e-5;

  /**
   * Adam with a learning rate that falls to zero in a straight line.
   *
   * @param learningRate at the start
   * @param iterations how many updates the training will make
   * @param gradientClip largest L2 norm of a layer's gradient
   * @return the optimiser
   */
  public static Optimizer falling(double learningRate, int iterations, double gradientClip) {
    return adam(
        new PolySchedule(ScheduleType.ITERATION, learningRate, 1.0, iterations), gradientClip);
  }

  /**
   * Adam.
   *
   * @param learningRate at each update
   * @param gradientClip largest L2 norm of a layer's gradient
   * @return the optimiser
   */
  public static Optimizer adam(ISchedule learningRate, double gradientClip) {
    return new Optimizer(
        Adam.builder().learningRateSchedule(learningRate).epsilon(ADAM_EPSILON).build(),
        gradientClip);
  }
}
