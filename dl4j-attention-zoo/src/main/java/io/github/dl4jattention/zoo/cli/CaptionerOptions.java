package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.annotations.AnnotationSource;
import io.github.dl4jattention.zoo.captions.AttentionKind;
import io.github.dl4jattention.zoo.captions.ShowAttendTell;
import io.github.dl4jattention.zoo.captions.ShowAttendTellBuilder;
import io.github.dl4jattention.zoo.model.Optimizer;
import picocli.CommandLine.Option;

/** What a captioner is made of. */
final class CaptionerOptions {
  private static final int MAX = 100_000;

  @Option(
      names = "--attention",
      paramLabel = "KIND",
      description = "soft, hard (drawn in training), or none (Vinyals 2015).")
  private String attention = "soft";

  @Option(
      names = "--embedding-size",
      paramLabel = "N",
      description = "Channels of a word (default: 256; of scenes 32).")
  private Integer embeddingSize;

  @Option(
      names = "--units",
      paramLabel = "N",
      description = "Units of the LSTM (default: 512; of scenes 96).")
  private Integer units;

  @Option(
      names = "--attention-units",
      paramLabel = "N",
      description = "Hidden units of the score (default: the LSTM's).")
  private Integer attentionUnits;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      description = "Of words and of what the softmax sees (default: 0.5; of scenes 0.1).")
  private Double dropout;

  @Option(
      names = "--doubly-stochastic",
      paramLabel = "L",
      description =
          "Soft attention: lambda, for looking at each place about once; 0 is none (default: 1; of"
              + " scenes 0, as their captions name a few places).")
  private Double doublyStochastic;

  @Option(names = "--no-gate", description = "Takes all that was seen: no gating scalar beta.")
  private boolean noGate;

  @Option(
      names = "--reward-weight",
      paramLabel = "L",
      description = "Hard attention: lambda_r, what the reward counts.")
  private double rewardWeight = 1;

  @Option(
      names = "--entropy-weight",
      paramLabel = "L",
      description = "Hard attention: lambda_e, against settling too early.")
  private double entropyWeight = 0.002;

  @Option(
      names = "--fine-tune",
      paramLabel = "R",
      description =
          "Trains the encoder's last block along, with this learning rate, such as 1e-5. Slow: each"
              + " update convolves its photos anew.")
  private Double fineTune;

  @Option(
      names = "--label-smoothing",
      paramLabel = "P",
      description = "Share of a label spread over all words (Szegedy 2016).")
  private double labelSmoothing;

  @Option(
      names = "--clip",
      paramLabel = "N",
      description = "Largest L2 norm of a layer's gradient.")
  private double clip = 1.0;

  void check(boolean scenes) {
    kind();
    if (fineTune != null) {
      Limits.above("--fine-tune", fineTune, 0, 1, "1e-5");
      if (scenes) {
        throw new UserError(
            "scenes are read by a network that is trained anyway: leave --fine-tune out");
      }
    }
    within("--embedding-size", embeddingSize);
    within("--units", units);
    within("--attention-units", attentionUnits);
    if (dropout != null) {
      Limits.below("--dropout", dropout, 0, 1, "0.5");
    }
    if (doublyStochastic != null) {
      Limits.below("--doubly-stochastic", doublyStochastic, 0, MAX, "1");
    }
    Limits.above("--reward-weight", rewardWeight, 0, MAX, "1");
    Limits.below("--entropy-weight", entropyWeight, 0, MAX, "0.002");
    Limits.below("--label-smoothing", labelSmoothing, 0, 1, "0.1");
    Limits.above("--clip", clip, 0, 1_000_000, "1");
  }

  private static void within(String option, Integer value) {
    if (value != null) {
      Limits.within(option, value, 1, MAX);
    }
  }

  private AttentionKind kind() {
    return Limits.choice("--attention", AttentionKind.class, attention);
  }

  Optimizer optimizer(LoopOptions loop) {
    return new Optimizer(loop.updater(), clip);
  }

  double clip() {
    return clip;
  }

  /** Whether the last block of the encoder is trained. */
  boolean tunes() {
    return fineTune != null;
  }

  /**
   * The model.
   *
   * @param photos what it reads
   * @param network name of the encoder's network; null of scenes
   */
  ShowAttendTell model(AnnotationSource photos, String network) {
    ShowAttendTellBuilder builder = ShowAttendTell.builder().setAnnotations(photos);
    if (tunes()) {
      builder.optLastBlock(network, fineTune);
    }
    if (network == null) {
      builder
          .setPatches(photos.channels(), photos.rows(), photos.columns())
          .optEmbeddingSize(32)
          .optUnits(96)
          .optDropout(0.1)
          .optDoublyStochastic(0);
    }
    if (embeddingSize != null) {
      builder.optEmbeddingSize(embeddingSize);
    }
    if (units != null) {
      builder.optUnits(units);
    }
    if (attentionUnits != null) {
      builder.optAttentionUnits(attentionUnits);
    }
    if (doublyStochastic != null) {
      builder.optDoublyStochastic(doublyStochastic);
    }
    if (dropout != null) {
      builder.optDropout(dropout);
    }
    return builder
        .optAttention(kind())
        .optContextGate(!noGate)
        .optRewardWeight(rewardWeight)
        .optEntropyWeight(entropyWeight)
        .optLabelSmoothing(labelSmoothing)
        .build();
  }
}
