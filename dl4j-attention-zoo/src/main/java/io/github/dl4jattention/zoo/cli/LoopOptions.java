package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.training.ScheduledSampling;
import picocli.CommandLine.Option;

/** How long and how fast a model with a decoder learns. */
class LoopOptions extends EpochOptions {
  @Option(
      names = "--scheduled-sampling",
      paramLabel = "SHARE",
      description =
          "Share of true words that the decoder reads at the end (Bengio 2015); 1 is teacher"
              + " forcing throughout (default: 1).")
  private Double trueShare;

  @Option(
      names = "--sampling-decay",
      paramLabel = "KIND",
      description =
          "How that share falls from 1: linear, exponential or inverse-sigmoid (default: linear).")
  private String samplingDecay;

  LoopOptions() {
    this(0.002, "plateau", 0);
  }

  LoopOptions(double learningRate, String schedule, int warmUp) {
    super(learningRate, schedule, warmUp);
  }

  @Override
  void check() {
    super.check();
    if (trueShare != null) {
      Limits.above("--scheduled-sampling", trueShare, 0, 1, "0.75");
    }
    decay();
    Limits.needs(
        "--sampling-decay", samplingDecay != null, "--scheduled-sampling", trueShare != null);
  }

  @Override
  ScheduledSampling sampling() {
    return new ScheduledSampling(decay(), trueShare == null ? 1 : trueShare);
  }

  private ScheduledSampling.Decay decay() {
    return samplingDecay == null
        ? ScheduledSampling.Decay.LINEAR
        : Limits.choice("--sampling-decay", ScheduledSampling.Decay.class, samplingDecay);
  }
}
