package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.Subject.attention;
import static io.github.dl4jattention.layers.Subject.sampled;
import static io.github.dl4jattention.layers.Subject.sequence;

import io.github.dl4jattention.layers.align.HardAttention;
import io.github.dl4jattention.layers.align.Sparsemax;
import io.github.dl4jattention.layers.multihead.HeadGate;
import io.github.dl4jattention.layers.position.AlibiPosition;
import io.github.dl4jattention.layers.position.BucketBias;
import io.github.dl4jattention.layers.position.RelativePosition;
import io.github.dl4jattention.layers.position.RotaryPosition;
import java.util.List;
import java.util.function.UnaryOperator;

/** Multi-head attention under the contract. */
final class MultiHeadSubjects {
  static final List<Subject> ALL =
      List.of(
          self("multi-head self", 4, heads -> heads),
          self("multi-head self without biases", 4, heads -> heads.optBiases(false)),
          self("multi-head self of other sizes", 3, heads -> heads.optHeadSize(2).nOut(4)),
          self("grouped-query", 4, heads -> heads.setHeads(4).optKeyValueHeads(2)),
          self("multi-query", 4, heads -> heads.optKeyValueHeads(1)),
          self("multi-head causal", 4, heads -> heads.optCausal(true)),
          self("multi-head rotary", 4, heads -> heads.optPosition(new RotaryPosition(10))),
          self(
              "multi-query rotary",
              4,
              heads -> heads.optKeyValueHeads(1).optPosition(new RotaryPosition(10))),
          self("multi-head ALiBi", 4, heads -> heads.optPosition(new AlibiPosition())),
          self(
              "multi-head causal ALiBi",
              4,
              heads -> heads.optCausal(true).optAttentionBias(new AlibiPosition())),
          self("multi-head relative", 4, heads -> heads.optPosition(new RelativePosition(2))),
          self(
              "grouped-query relative",
              4,
              heads ->
                  heads
                      .setHeads(4)
                      .optKeyValueHeads(2)
                      .optHeadSize(2)
                      .optPosition(new RelativePosition(1))),
          self("multi-head buckets", 4, heads -> heads.optAttentionBias(new BucketBias(4, 3))),
          self(
              "multi-head causal buckets, rotary",
              4,
              heads ->
                  heads
                      .optCausal(true)
                      .optPosition(new RotaryPosition())
                      .optAttentionBias(new BucketBias(4, 3).causal())),
          self("multi-head gated", 4, heads -> heads.optHeadHook(new HeadGate())),
          self("multi-head sigmoid gated", 4, heads -> heads.optHeadHook(new HeadGate().sigmoid())),
          self("multi-head sparsemax", 4, heads -> heads.optDistribution(new Sparsemax())),
          sampled(
              "multi-head hard",
              () ->
                  MultiHeadSelfAttention.builder()
                      .setHeads(2)
                      .optDistribution(new HardAttention().withEntropyWeight(0.1))
                      .build(),
              sequence(4, "t")),
          cross("multi-head cross", 4, 3, heads -> heads),
          cross("multi-head cross causal", 4, 3, heads -> heads.optCausal(true)),
          cross(
              "multi-head cross without biases, of other sizes",
              3,
              4,
              heads -> heads.optBiases(false).optHeadSize(1).nOut(2)),
          cross(
              "multi-head cross relative",
              4,
              3,
              heads -> heads.optPosition(new RelativePosition(1))),
          attention(
              "multi-head cross with values",
              () -> MultiHeadAttention.builder().setHeads(2).optValues(true).build(),
              sequence(4, "q"),
              sequence(3, "k"),
              sequence(2, "k")),
          pooling("multi-head pooling", 4, heads -> heads),
          pooling(
              "multi-head pooling by three queries",
              3,
              heads -> heads.optQueries(3).optQuerySize(2).nOut(4).optKeyValueHeads(1)));

  private MultiHeadSubjects() {}

  private static Subject self(
      String name, long size, UnaryOperator<MultiHeadSelfAttention.Builder> settings) {
    return attention(
        name,
        () -> settings.apply(MultiHeadSelfAttention.builder().setHeads(2)).build(),
        sequence(size, "t"));
  }

  private static Subject cross(
      String name,
      long querySize,
      long keySize,
      UnaryOperator<MultiHeadAttention.Builder> settings) {
    return attention(
        name,
        () -> settings.apply(MultiHeadAttention.builder().setHeads(2)).build(),
        sequence(querySize, "q"),
        sequence(keySize, "k"));
  }

  private static Subject pooling(
      String name, long size, UnaryOperator<MultiHeadAttentionPooling.Builder> settings) {
    return attention(
        name,
        () -> settings.apply(MultiHeadAttentionPooling.builder().setHeads(2)).build(),
        sequence(size, "t"));
  }
}
