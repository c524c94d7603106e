package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.Subject.attention;
import static io.github.dl4jattention.layers.Subject.sequence;

import io.github.dl4jattention.layers.align.Sparsemax;
import io.github.dl4jattention.layers.multihead.HeadGate;
import io.github.dl4jattention.layers.position.AlibiPosition;
import io.github.dl4jattention.layers.position.BucketBias;
import io.github.dl4jattention.layers.position.RelativePosition;
import io.github.dl4jattention.layers.position.RotaryPosition;
import io.github.dl4jattention.layers.transformer.FeedForward;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Every Transformer layer and setting. A new one joins with a line here. */
final class TransformerSubjects {
  static final List<Subject> ALL =
      List.of(
          encoder("encoder layer", layer -> layer),
          encoder("post-norm encoder layer", layer -> layer.optPreNorm(false)),
          encoder("causal encoder layer", layer -> layer.optCausal(true)),
          encoder("encoder layer without biases", layer -> layer.optBiases(false)),
          encoder("GELU encoder layer", layer -> layer.optFeedForward(FeedForward.Kind.GELU)),
          encoder(
              "SwiGLU encoder layer with RMS norms",
              layer -> layer.optFeedForward(FeedForward.Kind.SWIGLU).optRmsNorm(true)),
          encoder(
              "post-norm SwiGLU encoder layer with RMS norms",
              layer ->
                  layer
                      .optPreNorm(false)
                      .optFeedForward(FeedForward.Kind.SWIGLU)
                      .optRmsNorm(true)
                      .optNormEpsilon(0.01)),
          encoder(
              "grouped-query encoder layer",
              layer -> layer.setHeads(4).optKeyValueHeads(2).optHeadSize(2)),
          encoder("rotary encoder layer", layer -> layer.optPosition(new RotaryPosition(10))),
          encoder(
              "relative, gated encoder layer",
              layer -> layer.optPosition(new RelativePosition(1)).optHeadHook(new HeadGate())),
          encoder(
              "sparsemax encoder layer with buckets",
              layer ->
                  layer.optDistribution(new Sparsemax()).optAttentionBias(new BucketBias(4, 3))),
          decoder("decoder layer", layer -> layer),
          decoder("post-norm decoder layer", layer -> layer.optPreNorm(false)),
          decoder("decoder layer that looks ahead", layer -> layer.optCausal(false)),
          decoder(
              "SwiGLU decoder layer without biases",
              layer -> layer.optFeedForward(FeedForward.Kind.SWIGLU).optBiases(false)),
          decoder(
              "post-norm GELU decoder layer with RMS norms",
              layer ->
                  layer
                      .optPreNorm(false)
                      .optFeedForward(FeedForward.Kind.GELU)
                      .optRmsNorm(true)
                      .optNormEpsilon(0.01)),
          decoder(
              "gated multi-query decoder layer with places",
              layer ->
                  layer
                      .optKeyValueHeads(1)
                      .optHeadHook(new HeadGate())
                      .optPosition(new RelativePosition(1))
                      .optAttentionBias(new AlibiPosition())));

  /**
   * Those that are under the contract: every part is in one of them, as each costs seconds. What is
   * left out differs from them in settings of {@code MultiHead} alone, or is put together of
   * theirs.
   */
  static final List<Subject> UNDER_CONTRACT =
      Stream.of(
              "encoder layer",
              "post-norm encoder layer",
              "GELU encoder layer",
              "post-norm SwiGLU encoder layer with RMS norms",
              "relative, gated encoder layer",
              "sparsemax encoder layer with buckets",
              "decoder layer",
              "post-norm decoder layer",
              "SwiGLU decoder layer without biases",
              "gated multi-query decoder layer with places")
          .map(TransformerSubjects::named)
          .toList();

  private TransformerSubjects() {}

  static Subject named(String name) {
    return ALL.stream().filter(subject -> subject.name().equals(name)).findFirst().orElseThrow();
  }

  private static Subject encoder(
      String name, UnaryOperator<TransformerEncoderLayer.Builder> settings) {
    return attention(name, () -> settings.apply(encoder()).build(), sequence(4, "t"))
        .steep()
        .droppingInside(() -> dropping(settings.apply(encoder())).build());
  }

  /** Enough inner units that some of them are active, whatever the inputs. */
  private static TransformerEncoderLayer.Builder encoder() {
    return TransformerEncoderLayer.builder().setHeads(2).optFeedForwardSize(12);
  }

  private static Subject decoder(
      String name, UnaryOperator<TransformerDecoderLayer.Builder> settings) {
    return attention(
            name, () -> settings.apply(decoder()).build(), sequence(4, "t"), sequence(3, "m"))
        .steep()
        .droppingInside(() -> dropping(settings.apply(decoder())).build());
  }

  private static TransformerDecoderLayer.Builder decoder() {
    return TransformerDecoderLayer.builder().setHeads(2).optFeedForwardSize(12);
  }

  private static <B extends TransformerSettings<B>> B dropping(B builder) {
    return builder.optAttentionDropout(0.5).optResidualDropout(0.5).optFeedForwardDropout(0.5);
  }
}
