package io.github.dl4jattention.zoo.captions;

import io.github.dl4jattention.zoo.data.Batch;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.PhotoCaptions;
import io.github.dl4jattention.zoo.model.Optimizer;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.tokens.TokenKind;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.learning.config.Adam;

/** A few photos with two captions each, and models of every kind that are small enough for them. */
final class TinyCaptions {
  static final int MAX_LENGTH = 6;
  static final CaptionSet SET =
      new CaptionSet(
          0,
          List.of(
              new PhotoCaptions("0.jpg", List.of("a dog runs", "a brown dog runs fast")),
              new PhotoCaptions("1.jpg", List.of("two birds", "two birds on a tree")),
              new PhotoCaptions("2.jpg", List.of("a child swims", "a child in a pool"))));
  static final TextCodec CODEC = TextCodec.builder().setKind(TokenKind.WORDS).train(SET.captions());
  static final List<EncodedPair> PAIRS = SET.encoded(CODEC, MAX_LENGTH);
  static final Batch.Targets TARGETS = Batch.Targets.of(PAIRS, CODEC);

  private TinyCaptions() {}

  static ShowAttendTellBuilder small() {
    return ShowAttendTell.builder()
        .setAnnotations(5, 2, 3)
        .optEmbeddingSize(4)
        .optUnits(6)
        .optDropout(0);
  }

  static Stream<ShowAttendTell> all() {
    return Stream.of(
        small().build(),
        small().optContextGate(false).optDoublyStochastic(0).optAttentionUnits(3).build(),
        small().optAttention(AttentionKind.HARD).build(),
        small().optAttention(AttentionKind.NONE).build(),
        small().setPatches(3, 2, 4).optOwnChannels(4).build());
  }

  static CaptionModel model(ShowAttendTell settings) {
    return new CaptionModel(
        settings.newGraph(CODEC.size(), new Optimizer(new Adam(0.02), 1), 5),
        settings,
        CODEC,
        MAX_LENGTH,
        new RandomPhotos(3, settings.channels(), settings.rows(), settings.columns()));
  }
}
