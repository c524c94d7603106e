package io.github.dl4jattention.layers.decode;

import io.github.dl4jattention.layers.BahdanauDecoder;
import io.github.dl4jattention.layers.DecoderBuilder;
import io.github.dl4jattention.layers.LuongDecoder;
import io.github.dl4jattention.layers.RecurrentVertex;
import io.github.dl4jattention.layers.align.HardAttention;
import io.github.dl4jattention.layers.align.MonotonicWindow;
import io.github.dl4jattention.layers.align.PredictiveWindow;
import io.github.dl4jattention.layers.align.Sparsemax;
import io.github.dl4jattention.layers.cell.GruCell;
import io.github.dl4jattention.layers.cell.LstmCell;
import io.github.dl4jattention.layers.cell.RecurrentCell;
import io.github.dl4jattention.layers.cell.RnnCell;
import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.layers.score.ConcatScore;
import io.github.dl4jattention.layers.score.DotScore;
import io.github.dl4jattention.layers.score.GeneralScore;
import io.github.dl4jattention.layers.score.LocationScore;
import io.github.dl4jattention.layers.score.ScaledDotScore;
import io.github.dl4jattention.layers.score.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;

/** Decoders of every kind, each setting once and others at random. */
final class SteppedDecoders {
  static final int INPUT = 3;
  static final int UNITS = 4;

  /**
   * A decoder.
   *
   * @param name for reports
   * @param vertex its configuration
   * @param attends whether it looks
   * @param initialStates how many first states it is given
   */
  record Decoder(String name, GraphVertex vertex, boolean attends, int initialStates) {
    @Override
    public String toString() {
      return name;
    }

    /** A graph of the decoder alone. */
    ComputationGraph graph(DataType type) {
      List<String> inputs = new ArrayList<>(List.of("y"));
      List<InputType> types = new ArrayList<>(List.of(InputType.recurrent(INPUT)));
      if (attends) {
        inputs.add("a");
        types.add(InputType.recurrent(UNITS));
      }
      for (int i = 0; i < initialStates; i++) {
        inputs.add("s" + i);
        types.add(InputType.feedForward(UNITS));
      }
      ComputationGraph graph =
          new ComputationGraph(
              new NeuralNetConfiguration.Builder()
                  .dataType(type)
                  .seed(3)
                  .graphBuilder()
                  .addInputs(inputs)
                  .setInputTypes(types.toArray(new InputType[0]))
                  .addVertex("decoder", vertex.clone(), inputs.toArray(new String[0]))
                  .setOutputs("decoder")
                  .build());
      graph.init();
      return graph;
    }
  }

  private static final List<Supplier<RecurrentCell>> CELLS =
      List.of(LstmCell::new, GruCell::new, () -> new GruCell().resetBefore(), RnnCell::new);

  private static final List<Supplier<Score>> SCORES =
      List.of(
          () -> new AdditiveScore(5),
          () -> new AdditiveScore(5).normalized(),
          () -> new AdditiveScore(5).withCoverage(),
          () -> new ConcatScore(5),
          GeneralScore::new,
          DotScore::new,
          ScaledDotScore::new,
          () -> new LocationScore(9));

  private SteppedDecoders() {}

  static List<Decoder> all() {
    List<Decoder> all = new ArrayList<>();
    Random random = new Random(11);
    for (Supplier<RecurrentCell> cell : CELLS) {
      for (boolean given : new boolean[] {false, true}) {
        all.add(plain(cell.get(), given));
      }
      for (Supplier<Score> score : SCORES) {
        for (int window = 0; window < 4; window++) {
          all.add(bahdanau(cell.get(), score.get(), window, random));
          all.add(luong(cell.get(), score.get(), window, random));
        }
      }
    }
    return all;
  }

  private static Decoder plain(RecurrentCell cell, boolean given) {
    RecurrentVertex vertex =
        RecurrentVertex.builder().setStateSize(UNITS).optCell(cell).optInitialState(given).build();
    return new Decoder(
        "plain " + cell + (given ? ", first state" : ""), vertex, false, states(cell, given));
  }

  private static int states(RecurrentCell cell, boolean given) {
    return !given ? 0 : cell.hasMemory() ? 2 : 1;
  }

  private static Decoder bahdanau(RecurrentCell cell, Score score, int window, Random random) {
    boolean given = random.nextBoolean();
    boolean context = random.nextBoolean();
    boolean gate = random.nextBoolean();
    BahdanauDecoder vertex =
        looking(BahdanauDecoder.builder(), cell, score, window, given, random)
            .optContextOutput(context)
            .optContextGate(gate)
            .build();
    return new Decoder(
        "Bahdanau, %s, %s, window %d%s%s"
            .formatted(cell, score, window, context ? ", context" : "", gate ? ", gate" : ""),
        vertex,
        true,
        states(cell, given));
  }

  private static Decoder luong(RecurrentCell cell, Score score, int window, Random random) {
    boolean given = random.nextBoolean();
    boolean feeding = random.nextBoolean();
    LuongDecoder vertex =
        looking(LuongDecoder.builder(), cell, score, window, given, random)
            .optInputFeeding(feeding)
            .optOutputSize(1 + random.nextInt(6))
            .build();
    return new Decoder(
        "Luong, %s, %s, window %d%s".formatted(cell, score, window, feeding ? ", fed" : ""),
        vertex,
        true,
        states(cell, given));
  }

  private static <B extends DecoderBuilder<B>> B looking(
      B builder, RecurrentCell cell, Score score, int window, boolean given, Random random) {
    builder.setStateSize(UNITS).optCell(cell).optScore(score).optInitialState(given);
    switch (window) {
      case 1 -> builder.optWindow(new MonotonicWindow(1));
      case 2 -> builder.optWindow(new MonotonicWindow(2).gaussian());
      case 3 -> builder.optWindow(new PredictiveWindow(2));
      default -> {}
    }
    return switch (random.nextInt(8)) {
      case 0 -> builder.optDistribution(new Sparsemax());
      case 1 -> builder.optDistribution(new HardAttention());
      default -> builder;
    };
  }
}
