package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.Subject.attention;
import static io.github.dl4jattention.layers.Subject.plain;
import static io.github.dl4jattention.layers.Subject.sequence;
import static io.github.dl4jattention.layers.Subject.unnormalised;
import static io.github.dl4jattention.layers.Subject.vector;

import io.github.dl4jattention.layers.align.HardAttention;
import io.github.dl4jattention.layers.align.MonotonicWindow;
import io.github.dl4jattention.layers.align.PredictiveWindow;
import io.github.dl4jattention.layers.cell.GruCell;
import io.github.dl4jattention.layers.cell.RnnCell;
import io.github.dl4jattention.layers.score.AdditiveScore;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Recurrent attention under the contract: decoders, what follows them, and the LSTMN. */
final class RecurrentSubjects {
  static final List<Subject> ALL =
      List.of(
          decoder("Bahdanau decoder", () -> bahdanau().optAttentionSize(2).build())
              .droppingInside(
                  () -> bahdanau().optAttentionSize(2).optAttentionDropout(0.5).build()),
          decoder("Bahdanau decoder of GRU", () -> bahdanau().optCell(new GruCell()).build()),
          decoder(
              "Bahdanau decoder of RNN with coverage",
              () ->
                  bahdanau()
                      .optCell(new RnnCell())
                      .optScore(new AdditiveScore(2).withCoverage())
                      .build()),
          decoder(
              "Bahdanau decoder with initial state",
              () -> bahdanau().optInitialState(true).build(),
              vector(3),
              vector(3)),
          decoder(
              "Bahdanau decoder with its context in the output",
              () -> bahdanau().optCell(new GruCell()).optContextOutput(true).build()),
          decoder(
              "Bahdanau decoder with its gated context in the output",
              () -> bahdanau().optContextGate(true).optContextOutput(true).build()),
          plain("recurrent vertex", () -> recurrent().build(), sequence(3, "q")),
          plain(
              "recurrent vertex of GRU with initial state",
              () -> recurrent().optCell(new GruCell()).optInitialState(true).build(),
              sequence(3, "q"),
              vector(3)),
          plain(
              "recurrent vertex of LSTM with initial state",
              () -> recurrent().optInitialState(true).build(),
              sequence(2, "q"),
              vector(3),
              vector(3)),
          plain("readout", () -> Readout.builder().nOut(2).build(), sequence(3, "q")),
          plain("maxout", () -> Readout.builder().nOut(2).optPieces(3).build(), sequence(3, "q")),
          decoder("Luong decoder", () -> luong().optOutputSize(2).build())
              .droppingInside(() -> luong().optOutputSize(2).optAttentionDropout(0.5).build()),
          decoder("Luong decoder with nothing fed", () -> luong().optInputFeeding(false).build())
              .droppingInside(
                  () -> luong().optInputFeeding(false).optAttentionDropout(0.5).build()),
          decoder(
              "Luong decoder of GRU with nothing fed and coverage",
              () ->
                  luong()
                      .optCell(new GruCell())
                      .optInputFeeding(false)
                      .optScore(new AdditiveScore(2).withCoverage())
                      .build()),
          decoder(
              "Luong decoder, local-m", () -> luong().optWindow(new MonotonicWindow(1)).build()),
          unnormalised(
              "Luong decoder, local-p",
              () -> luong().optWindow(new PredictiveWindow(2)).build(),
              sequence(3, "q"),
              sequence(4, "k")),
          decoder(
              "Luong decoder of GRU with reset before and initial state",
              () -> luong().optCell(new GruCell().resetBefore()).optInitialState(true).build(),
              vector(3)),
          attention(
              "Luong decoder of one RNN unit and one channel everywhere",
              () -> LuongDecoder.builder().setStateSize(1).optCell(new RnnCell()).build(),
              sequence(1, "q"),
              sequence(1, "k")),
          Subject.sampled(
              "Luong decoder with hard attention",
              () -> luong().optDistribution(new HardAttention()).build(),
              sequence(3, "q"),
              sequence(4, "k")),
          plain(
              "Luong output",
              () -> LuongOutput.builder().optBias(true).build(),
              sequence(3, "q"),
              sequence(3, "q")),
          attention(
                  "LSTMN",
                  () -> IntraAttention.builder().nOut(3).optAttentionSize(2).build(),
                  sequence(3, "t"))
              .droppingInside(
                  () ->
                      IntraAttention.builder()
                          .nOut(3)
                          .optAttentionSize(2)
                          .optAttentionDropout(0.5)
                          .build()));

  private RecurrentSubjects() {}

  private static Subject decoder(String name, Supplier<?> configuration, Subject.Input... states) {
    Stream<Subject.Input> sequences = Stream.of(sequence(3, "q"), sequence(4, "k"));
    return attention(
        name,
        configuration,
        Stream.concat(sequences, Stream.of(states)).toArray(Subject.Input[]::new));
  }

  private static BahdanauDecoder.Builder bahdanau() {
    return BahdanauDecoder.builder().setStateSize(3);
  }

  private static RecurrentVertex.Builder recurrent() {
    return RecurrentVertex.builder().setStateSize(3);
  }

  private static LuongDecoder.Builder luong() {
    return LuongDecoder.builder().setStateSize(3);
  }
}
