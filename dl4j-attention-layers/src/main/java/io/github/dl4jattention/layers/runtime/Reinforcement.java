package io.github.dl4jattention.layers.runtime;

import java.util.Objects;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The reward of one layer or vertex, and the baseline it is compared with. */
final class Reinforcement implements Rewards {
  /** What a pass leaves of the baseline. */
  private static final double DECAY = 0.9;

  private final String owner;
  private Reward reward;
  private OptionalDouble baseline = OptionalDouble.empty();

  Reinforcement(String owner) {
    this.owner = owner;
  }

  @Override
  public void set(Reward value) {
    reward = Objects.requireNonNull(value, "reward");
  }

  @Override
  public OptionalDouble baseline() {
    return baseline;
  }

  @Override
  public void setBaseline(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(owner + ": a baseline must be finite, got " + value);
    }
    baseline = OptionalDouble.of(value);
  }

  /** Rewards of the pass under way less the baseline, {@code [batch]}; moves the baseline. */
  INDArray advantages(long batch, DataType type) {
    INDArray rewards = rewards(batch);
    double mean = rewards.meanNumber().doubleValue();
    double before = baseline.orElse(mean);
    if (Double.isFinite(mean)) {
      baseline = OptionalDouble.of(DECAY * before + (1 - DECAY) * mean);
    }
    return rewards.subi(before).castTo(type);
  }

  private INDArray rewards(long batch) {
    if (reward == null) {
      throw new IllegalStateException(
          owner
              + " learns from a reward of its samples, and none is set. Before training, call"
              + " Rewards.of(graph, name).set(Reward.logLikelihood(graph, outputLayerName)), or"
              + " Rewards.of(network, index).set(Reward.logLikelihood(network)); again after a"
              + " network was cloned or read from a file");
    }
    INDArray rewards = reward.ofEachExample();
    if (rewards == null || rewards.length() != batch) {
      throw new IllegalStateException(
          "%s: a reward must give a number for each of the %d examples, got %s"
              .formatted(owner, batch, rewards == null ? "null" : rewards.shapeInfoToString()));
    }
    return rewards.castTo(DataType.DOUBLE).dup('c').reshape(batch);
  }
}
