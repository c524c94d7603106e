package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.KernelSubjects.dropout;
import static io.github.dl4jattention.layers.KernelSubjects.settings;
import static io.github.dl4jattention.layers.KernelSubjects.size;
import static io.github.dl4jattention.layers.Subject.attention;
import static io.github.dl4jattention.layers.Subject.sequence;

import io.github.dl4jattention.layers.position.RotaryPosition;
import io.github.dl4jattention.layers.transformer.FeedForward;
import java.util.List;
import java.util.Random;

/** Transformer layers with random settings and sizes, for {@link KernelSubjects}. */
final class TransformerKernelSubjects {
  private TransformerKernelSubjects() {}

  static Subject encoderLayer(Random random) {
    TransformerEncoderLayer layer = transformer(TransformerEncoderLayer.builder(), random).build();
    return attention("encoder layer", layer::clone, sequence(3 + size(random), "x"));
  }

  static Subject decoderLayer(Random random) {
    TransformerDecoderLayer vertex = transformer(TransformerDecoderLayer.builder(), random).build();
    return attention(
        "decoder layer",
        vertex::clone,
        sequence(3 + size(random), "x"),
        sequence(size(random), "m"));
  }

  /** With an epsilon that keeps the norms' derivatives, and with them rounding, small. */
  private static <B extends TransformerSettings<B>> B transformer(B builder, Random random) {
    settings(builder, random)
        .optFeedForward(List.of(FeedForward.Kind.values()).get(random.nextInt(3)))
        .optFeedForwardSize(size(random))
        .optPreNorm(random.nextBoolean())
        .optRmsNorm(random.nextInt(3) == 0)
        .optNormEpsilon(0.01)
        .optResidualDropout(dropout(random))
        .optFeedForwardDropout(dropout(random));
    return random.nextInt(3) == 0
        ? builder.optHeadSize(2L * (1 + random.nextInt(10))).optPosition(new RotaryPosition())
        : builder;
  }
}
