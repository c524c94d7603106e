package io.github.dl4jattention.zoo.models;

import io.github.dl4jattention.zoo.model.Optimizer;
import io.github.dl4jattention.zoo.pretrained.ModelStore;
import org.nd4j.linalg.schedule.FixedSchedule;

/**
 * What all models of this zoo have in common.
 *
 * @param <M> the model
 * @param <B> its builder
 */
public abstract class ZooModelBuilder<
    M extends AttentionZooModel, B extends ZooModelBuilder<M, B>> {
  /** Numbers of a vocabulary where none are given: those of the command line's defaults. */
  static final int VOCABULARY = 8_000;

  /** Steps that are told where none are given; graphs take any number. */
  static final int STEPS = 100;

  String pretrained;
  ModelStore store;
  Optimizer optimizer = Optimizer.adam(new FixedSchedule(1e-3), 1.0);
  long seed = 1;

  /** A builder with the defaults. */
  ZooModelBuilder() {}

  abstract B self();

  /**
   * The trained model that {@code initPretrained} gives.
   *
   * @param name what {@code zoo list} calls it
   * @return this
   */
  public B optPretrained(String name) {
    pretrained = name;
    return self();
  }

  /**
   * Where trained models are looked for.
   *
   * @param from by default {@code new ModelStore()}
   * @return this
   */
  public B optStore(ModelStore from) {
    store = from;
    return self();
  }

  /**
   * How the parameters of a new graph are updated.
   *
   * @param how by default Adam with a learning rate of 0.001, gradients clipped at a norm of 1
   * @return this
   */
  public B optOptimizer(Optimizer how) {
    optimizer = how;
    return self();
  }

  /**
   * Where the chance of a new graph begins.
   *
   * @param number any number; by default 1
   * @return this
   */
  public B optSeed(long number) {
    seed = number;
    return self();
  }

  /**
   * Makes the model.
   *
   * @return a model
   */
  public abstract M build();
}
