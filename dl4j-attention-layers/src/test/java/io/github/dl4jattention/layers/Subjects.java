package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.Subject.attention;
import static io.github.dl4jattention.layers.Subject.plain;
import static io.github.dl4jattention.layers.Subject.sampled;
import static io.github.dl4jattention.layers.Subject.sequence;
import static io.github.dl4jattention.layers.Subject.unnormalised;
import static io.github.dl4jattention.layers.Subject.vector;

import io.github.dl4jattention.layers.align.HardAttention;
import io.github.dl4jattention.layers.align.MonotonicWindow;
import io.github.dl4jattention.layers.align.PredictiveWindow;
import io.github.dl4jattention.layers.align.Sparsemax;
import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.layers.score.ConcatScore;
import io.github.dl4jattention.layers.score.DotScore;
import io.github.dl4jattention.layers.score.GeneralScore;
import io.github.dl4jattention.layers.score.LocationScore;
import io.github.dl4jattention.layers.score.ScaledDotScore;
import io.github.dl4jattention.layers.score.Score;
import java.util.List;
import java.util.stream.Stream;

/** Every layer and vertex of this library, for the contract. A new one joins with a line here. */
final class Subjects {
  private static final List<Subject> ALL =
      List.of(
          // Vertices over queries and keys.
          over("dot", new DotScore(), 4, 4),
          over("scaled dot", new ScaledDotScore(), 4, 4),
          over("general", new GeneralScore(), 3, 4),
          over("concat", new ConcatScore(3), 3, 4),
          over("location", new LocationScore(6), 3, 4),
          over("additive", new AdditiveScore(3), 3, 4),
          over("normalised additive", new AdditiveScore(3).normalized(), 3, 4),
          over("additive with coverage", new AdditiveScore(3).withCoverage(), 3, 4),
          attention(
              "additive attention with values",
              () -> AdditiveAttention.builder().setAttentionSize(3).optValues(true).build(),
              sequence(3, "q"),
              sequence(4, "k"),
              sequence(3, "k")),
          attention(
              "causal",
              () -> Attention.builder().setScore(new GeneralScore()).optCausal(true).build(),
              sequence(3, "q"),
              sequence(3, "k")),
          attention(
              "local-m",
              () ->
                  Attention.builder()
                      .setScore(new GeneralScore())
                      .optWindow(new MonotonicWindow(1))
                      .build(),
              sequence(3, "q"),
              sequence(4, "k")),
          unnormalised(
                  "local-p",
                  () ->
                      Attention.builder()
                          .setScore(new DotScore())
                          .optWindow(new PredictiveWindow(2, 3))
                          .build(),
                  sequence(4, "q"),
                  sequence(4, "k"))
              .dropping(
                  () ->
                      Attention.builder()
                          .setScore(new DotScore())
                          .optWindow(new PredictiveWindow(2, 3))
                          .optAttentionDropout(0.5)
                          .build()),
          attention(
              "sparsemax",
              () ->
                  Attention.builder()
                      .setScore(new GeneralScore())
                      .optDistribution(new Sparsemax())
                      .build(),
              sequence(3, "q"),
              sequence(4, "k")),
          sampled(
              "hard attention",
              () ->
                  Attention.builder()
                      .setScore(new GeneralScore())
                      .optDistribution(
                          new HardAttention().withEntropyWeight(0.1).withExpectation(0.5))
                      .build(),
              sequence(3, "q"),
              sequence(4, "k")),
          sampled(
              "hard attention, query by query",
              () ->
                  SelfAttention.builder()
                      .setScore(new AdditiveScore(3).withCoverage())
                      .optDistribution(new HardAttention().withExpectation(0.3))
                      .build(),
              sequence(3, "t")),
          // Layers over themselves.
          attention(
                  "self-attention",
                  () -> SelfAttention.builder().setScore(new AdditiveScore(3)).build(),
                  sequence(3, "t"))
              .dropping(
                  () ->
                      SelfAttention.builder()
                          .setScore(new AdditiveScore(3))
                          .optAttentionDropout(0.5)
                          .build()),
          attention(
                  "pooling",
                  () -> AttentionPooling.builder().setScore(new AdditiveScore(3)).build(),
                  sequence(3, "t"))
              .dropping(
                  () ->
                      AttentionPooling.builder()
                          .setScore(new AdditiveScore(3))
                          .optAttentionDropout(0.5)
                          .build()),
          attention(
              "pooling by two queries",
              () ->
                  AttentionPooling.builder()
                      .setScore(new GeneralScore())
                      .optQueries(2)
                      .optQuerySize(2)
                      .build(),
              sequence(3, "t")),
          // Layers of each step alone, and of places.
          plain("layer norm", () -> LayerNormalization.builder().build(), sequence(4, "t")),
          plain("layer norm of vectors", () -> LayerNormalization.builder().build(), vector(4)),
          plain(
              "layer norm without gain and bias",
              () -> LayerNormalization.builder().optGain(false).optBias(false).build(),
              sequence(3, "t")),
          plain("RMS norm", () -> RmsNormalization.builder().build(), sequence(3, "t")),
          plain("RMS norm of vectors", () -> RmsNormalization.builder().build(), vector(3)),
          plain(
              "sinusoidal position",
              () -> SinusoidalPosition.builder().optScaleInput(true).build(),
              sequence(3, "t")),
          plain(
              "learned position",
              () -> LearnedPosition.builder().setMaxLength(5).build(),
              sequence(3, "t")),
          plain(
                  "temporal convolution",
                  () -> TemporalConvolution.builder().setWidth(3).build(),
                  sequence(4, "t"))
              .dropping(() -> TemporalConvolution.builder().setWidth(3).optDropout(0.5).build()),
          plain(
                  "post-norm temporal convolution",
                  () -> postNormConvolution().build(),
                  sequence(4, "t"))
              .steep()
              .droppingInside(() -> postNormConvolution().optDropout(0.5).build()));

  private Subjects() {}

  private static TemporalConvolution.Builder postNormConvolution() {
    return TemporalConvolution.builder().setWidth(2).optPreNorm(false).optRmsNorm(true);
  }

  private static Subject over(String name, Score score, long querySize, long keySize) {
    return attention(
            name,
            () -> Attention.builder().setScore(score).build(),
            sequence(querySize, "q"),
            sequence(keySize, "k"))
        .dropping(() -> Attention.builder().setScore(score).optAttentionDropout(0.5).build());
  }

  static Stream<Subject> all() {
    return Stream.of(
            ALL, MultiHeadSubjects.ALL, TransformerSubjects.UNDER_CONTRACT, RecurrentSubjects.ALL)
        .flatMap(List::stream);
  }

  static Stream<Subject> layers() {
    return learningFromTheLoss().filter(Subject::isLayer);
  }

  /** Those whose gradient is that of the loss, with nothing else to learn from. */
  static Stream<Subject> learningFromTheLoss() {
    return all().filter(subject -> !subject.has(Subject.Trait.SAMPLED));
  }

  /** Those with dropout inside, with it. */
  static Stream<Subject> withDropout() {
    return learningFromTheLoss()
        .filter(subject -> subject.dropping() != null)
        .map(Subject::withDropout);
  }

  static Stream<Subject> withWeights() {
    return all().filter(subject -> subject.has(Subject.Trait.WEIGHTS));
  }
}
