package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.Subject.attention;
import static io.github.dl4jattention.layers.Subject.plain;
import static io.github.dl4jattention.layers.Subject.sequence;
import static io.github.dl4jattention.layers.Subject.vector;

import io.github.dl4jattention.layers.align.HardAttention;
import io.github.dl4jattention.layers.align.MonotonicWindow;
import io.github.dl4jattention.layers.align.PredictiveWindow;
import io.github.dl4jattention.layers.align.Window;
import io.github.dl4jattention.layers.cell.GruCell;
import io.github.dl4jattention.layers.cell.LstmCell;
import io.github.dl4jattention.layers.cell.RecurrentCell;
import io.github.dl4jattention.layers.cell.RnnCell;
import io.github.dl4jattention.layers.multihead.HeadGate;
import io.github.dl4jattention.layers.position.AlibiPosition;
import io.github.dl4jattention.layers.position.BucketBias;
import io.github.dl4jattention.layers.position.PositionScheme;
import io.github.dl4jattention.layers.position.RelativePosition;
import io.github.dl4jattention.layers.position.RotaryPosition;
import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.layers.score.ConcatScore;
import io.github.dl4jattention.layers.score.DotScore;
import io.github.dl4jattention.layers.score.GeneralScore;
import io.github.dl4jattention.layers.score.LocationScore;
import io.github.dl4jattention.layers.score.ScaledDotScore;
import io.github.dl4jattention.layers.score.Score;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Every layer and vertex that has a kernel, with random settings and sizes, some below, some above
 * the width of a processor's registers. A new kernel joins with a line here.
 */
final class KernelSubjects {
  /** A recurrence's formula has a graph that grows with the steps. */
  static final int LONGEST_RECURRENCE = 6;

  private static final int LONGEST = 21;

  private static final List<KernelSubject> ALL =
      List.of(
          new KernelSubject("multi-head self-attention", KernelSubjects::multiHeadSelf),
          new KernelSubject("multi-head attention", KernelSubjects::multiHead),
          over("dot", size -> new DotScore(), true),
          over("scaled dot", size -> new ScaledDotScore(), true),
          over("general", size -> new GeneralScore(), false),
          over("location", size -> new LocationScore(40), false),
          over("additive", AdditiveScore::new, false),
          over("normalised additive", size -> new AdditiveScore(size).normalized(), false),
          over("concat", ConcatScore::new, false),
          new KernelSubject("pooling", KernelSubjects::pooling),
          new KernelSubject("Luong output", KernelSubjects::luongOutput),
          new KernelSubject("self-attention", KernelSubjects::self),
          placed("rotary", random -> new RotaryPosition(random.nextBoolean() ? 10 : 10000)),
          placed("ALiBi", random -> new AlibiPosition()),
          placed("buckets", KernelSubjects::buckets),
          placed("relative", random -> new RelativePosition(size(random))),
          new KernelSubject("encoder layer", TransformerKernelSubjects::encoderLayer),
          new KernelSubject("decoder layer", TransformerKernelSubjects::decoderLayer),
          new KernelSubject("multi-head pooling", KernelSubjects::multiHeadPooling),
          new KernelSubject("LSTMN", LONGEST_RECURRENCE, KernelSubjects::intraAttention),
          new KernelSubject("Bahdanau decoder", LONGEST_RECURRENCE, KernelSubjects::bahdanau),
          new KernelSubject("Luong decoder", LONGEST_RECURRENCE, KernelSubjects::luong),
          new KernelSubject(
              "decoder with a window", LONGEST_RECURRENCE, KernelSubjects::windowedDecoder),
          new KernelSubject(
              "decoder with coverage", LONGEST_RECURRENCE, KernelSubjects::coveringDecoder),
          new KernelSubject(
              "decoder with hard attention", LONGEST_RECURRENCE, KernelSubjects::hardDecoder));

  private KernelSubjects() {}

  /**
   * A layer or vertex.
   *
   * @param name for reports
   * @param longest most time steps of its inputs
   * @param draw makes it with settings of its own
   */
  record KernelSubject(String name, int longest, Function<Random, Subject> draw) {
    /** Whether a step depends on the one before it. */
    boolean isRecurrent() {
      return longest < LONGEST;
    }

    KernelSubject(String name, Function<Random, Subject> draw) {
      this(name, LONGEST, draw);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<KernelSubject> all() {
    return Stream.concat(ALL.stream(), PlainKernelSubjects.ALL.stream());
  }

  /** From 1 to 40, small numbers more often. */
  static int size(Random random) {
    return 1 + random.nextInt(random.nextBoolean() ? 6 : 40);
  }

  static double dropout(Random random) {
    return random.nextInt(3) == 0 ? 0.4 : 0;
  }

  static <B extends MultiHeadSettings<B>> B settings(MultiHeadSettings<B> builder, Random random) {
    return settings(builder, random.nextInt(3) == 0, random);
  }

  private static <B extends MultiHeadSettings<B>> B settings(
      MultiHeadSettings<B> builder, boolean causal, Random random) {
    long keyValueHeads = random.nextBoolean() ? 1 : 2;
    return builder
        .setHeads(keyValueHeads * (1 + random.nextInt(2)))
        .optKeyValueHeads(keyValueHeads)
        .optHeadSize(size(random))
        .optCausal(causal)
        .optBiases(random.nextInt(3) > 0)
        .optAttentionDropout(dropout(random));
  }

  /** Attention over keys with a score, and whether it compares equal sizes only. */
  private static KernelSubject over(String name, IntFunction<Score> score, boolean sameSize) {
    return new KernelSubject(
        name,
        random -> {
          int keySize = size(random);
          int querySize = sameSize ? keySize : size(random);
          boolean values = random.nextBoolean();
          Attention vertex =
              settings(Attention.builder().setScore(score.apply(size(random))), random)
                  .optValues(values)
                  .build();
          List<Subject.Input> inputs =
              List.of(
                  sequence(querySize, "q"), sequence(keySize, "k"), sequence(size(random), "k"));
          return attention(
              name, vertex::clone, inputs.subList(0, values ? 3 : 2).toArray(Subject.Input[]::new));
        });
  }

  private static <B extends AlignmentOptions<B>> B settings(
      AlignmentOptions<B> builder, Random random) {
    if (random.nextBoolean()) {
      builder.optWindow(random.nextBoolean() ? monotonic(random) : predictive(random));
    }
    return builder.optCausal(random.nextInt(3) == 0).optAttentionDropout(dropout(random));
  }

  private static Window predictive(Random random) {
    return new PredictiveWindow(
        0.1 + 8 * random.nextDouble(), random.nextBoolean() ? 0 : size(random));
  }

  private static Window monotonic(Random random) {
    MonotonicWindow window = new MonotonicWindow(1 + random.nextInt(6));
    return random.nextBoolean() ? window.gaussian() : window;
  }

  private static Subject self(Random random) {
    int size = size(random);
    SelfAttention layer = settings(SelfAttention.builder().setScore(score(random)), random).build();
    return attention("self-attention", layer::clone, sequence(size, "x"));
  }

  /** One that compares a vector with itself. */
  private static Score score(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> new DotScore();
      case 1 -> new ScaledDotScore();
      case 2 -> new GeneralScore();
      case 3 -> new LocationScore(LONGEST);
      case 4 -> new ConcatScore(size(random));
      case 5 -> new AdditiveScore(size(random)).normalized();
      default -> new AdditiveScore(size(random));
    };
  }

  private static Subject luongOutput(Random random) {
    LuongOutput.Builder builder = LuongOutput.builder().optBias(random.nextBoolean());
    if (random.nextBoolean()) {
      builder.optOutputSize(size(random));
    }
    LuongOutput vertex = builder.build();
    return plain(
        "Luong output", vertex::clone, sequence(size(random), "q"), sequence(size(random), "q"));
  }

  private static Subject pooling(Random random) {
    AttentionPooling.Builder builder =
        AttentionPooling.builder().setScore(score(random)).optAttentionDropout(dropout(random));
    if (random.nextInt(3) == 0) {
      builder.optWindow(predictive(random));
    }
    if (random.nextBoolean()) {
      builder.optQueries(1 + random.nextInt(4));
    }
    AttentionPooling layer = builder.build();
    return attention("pooling", layer::clone, sequence(size(random), "x"));
  }

  private static Subject multiHeadSelf(Random random) {
    MultiHeadSelfAttention layer = settings(MultiHeadSelfAttention.builder(), random).build();
    return attention("multi-head self-attention", layer::clone, sequence(size(random), "x"));
  }

  /** Multi-head attention with a position scheme, sometimes with a bias and a gate beside it. */
  private static KernelSubject placed(String name, Function<Random, PositionScheme> scheme) {
    return new KernelSubject(
        name,
        random -> {
          if (random.nextBoolean()) {
            MultiHeadSelfAttention layer =
                placed(MultiHeadSelfAttention.builder(), scheme.apply(random), random).build();
            return attention(name, layer::clone, sequence(size(random), "x"));
          }
          MultiHeadAttention vertex =
              placed(MultiHeadAttention.builder(), scheme.apply(random), random).build();
          return attention(
              name, vertex::clone, sequence(size(random), "q"), sequence(size(random), "k"));
        });
  }

  private static <B extends MultiHeadSettings<B>> B placed(
      MultiHeadSettings<B> builder, PositionScheme scheme, Random random) {
    settings(builder, random).optHeadSize(2L * (1 + random.nextInt(10))).optPosition(scheme);
    // A scheme's parameters are there once.
    switch (random.nextInt(6)) {
      case 0 -> builder.optAttentionBias(new AlibiPosition());
      case 1 ->
          builder.optAttentionBias(
              scheme instanceof BucketBias ? new AlibiPosition() : buckets(random));
      default -> {}
    }
    return gate(builder, random);
  }

  private static BucketBias buckets(Random random) {
    BucketBias bias = new BucketBias(4 + 2 * random.nextInt(6), 20);
    return random.nextBoolean() ? bias : bias.causal();
  }

  private static <B extends MultiHeadSettings<B>> B gate(
      MultiHeadSettings<B> builder, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> builder.optHeadHook(new HeadGate());
      case 1 -> builder.optHeadHook(new HeadGate().sigmoid());
      default -> builder.self();
    };
  }

  private static Subject multiHeadPooling(Random random) {
    MultiHeadAttentionPooling.Builder builder =
        MultiHeadAttentionPooling.builder().optQuerySize(size(random));
    settings(builder, false, random);
    if (random.nextBoolean()) {
      builder.optQueries(1 + random.nextInt(4));
    }
    MultiHeadAttentionPooling layer = gate(builder, random).build();
    return attention("multi-head pooling", layer::clone, sequence(size(random), "x"));
  }

  private static Subject intraAttention(Random random) {
    IntraAttention layer =
        IntraAttention.builder()
            .nOut(size(random))
            .optAttentionSize(size(random))
            .optAttentionDropout(dropout(random))
            .build();
    return attention("LSTMN", layer::clone, sequence(size(random), "x"));
  }

  private static Subject multiHead(Random random) {
    boolean values = random.nextBoolean();
    MultiHeadAttention vertex =
        settings(MultiHeadAttention.builder(), random).optValues(values).build();
    List<Subject.Input> inputs =
        List.of(
            sequence(size(random), "q"), sequence(size(random), "k"), sequence(size(random), "k"));
    return attention(
        "multi-head attention",
        vertex::clone,
        inputs.subList(0, values ? 3 : 2).toArray(Subject.Input[]::new));
  }

  static RecurrentCell cell(Random random) {
    return List.of(new LstmCell(), new GruCell(), new GruCell().resetBefore(), new RnnCell())
        .get(random.nextInt(4));
  }

  private static Score score(Random random, boolean sameSize) {
    return switch (random.nextInt(sameSize ? 5 : 3)) {
      case 0 -> new ConcatScore(size(random));
      case 1 -> new GeneralScore();
      case 2 -> new LocationScore(LONGEST_RECURRENCE);
      case 3 -> new DotScore();
      default -> new ScaledDotScore();
    };
  }

  private static AdditiveScore additive(Random random) {
    AdditiveScore score = new AdditiveScore(size(random));
    return random.nextInt(3) == 0 ? score.normalized() : score;
  }

  private static Subject bahdanau(Random random) {
    boolean sameSize = random.nextInt(3) == 0;
    Score score = random.nextBoolean() ? additive(random) : score(random, sameSize);
    BahdanauDecoder.Builder builder =
        BahdanauDecoder.builder()
            .optScore(score)
            .optContextGate(random.nextBoolean())
            .optContextOutput(random.nextBoolean())
            .optDoublyStochastic(random.nextBoolean() ? 0 : 0.7);
    return decoder(builder, random, sameSize);
  }

  private static Subject luong(Random random) {
    boolean sameSize = random.nextInt(3) > 0;
    return decoder(luong(score(random, sameSize), random), random, sameSize);
  }

  private static LuongDecoder.Builder luong(Score score, Random random) {
    LuongDecoder.Builder builder =
        LuongDecoder.builder().optScore(score).optInputFeeding(random.nextBoolean());
    return random.nextBoolean() ? builder.optOutputSize(size(random)) : builder;
  }

  private static Subject windowedDecoder(Random random) {
    boolean sameSize = random.nextBoolean();
    Score score = random.nextBoolean() ? additive(random) : score(random, sameSize);
    Window window = random.nextBoolean() ? monotonic(random) : predictive(random);
    DecoderBuilder<?> builder =
        random.nextBoolean()
            ? BahdanauDecoder.builder().optScore(score).optWindow(window)
            : luong(score, random).optWindow(window);
    return decoder(builder, random, sameSize);
  }

  private static Subject coveringDecoder(Random random) {
    AdditiveScore score = additive(random).withCoverage();
    DecoderBuilder<?> builder =
        random.nextBoolean() ? BahdanauDecoder.builder().optScore(score) : luong(score, random);
    if (random.nextInt(3) == 0) {
      builder.optWindow(random.nextBoolean() ? monotonic(random) : predictive(random));
    }
    return decoder(builder, random, false);
  }

  private static Subject hardDecoder(Random random) {
    boolean sameSize = random.nextBoolean();
    Score score = random.nextBoolean() ? additive(random) : score(random, sameSize);
    DecoderBuilder<?> builder =
        random.nextBoolean()
            ? BahdanauDecoder.builder().optScore(score).optContextGate(random.nextBoolean())
            : luong(score, random);
    if (random.nextInt(4) == 0) {
      builder.optWindow(random.nextBoolean() ? monotonic(random) : predictive(random));
    }
    builder.optDistribution(
        new HardAttention()
            .withRewardWeight(1 + random.nextDouble())
            .withEntropyWeight(random.nextBoolean() ? 0 : 0.3)
            .withExpectation(random.nextBoolean() ? 0 : 0.5));
    return decoder(builder, random, sameSize).sampling();
  }

  private static Subject decoder(DecoderBuilder<?> builder, Random random, boolean sameSize) {
    int stateSize = size(random);
    builder.setStateSize(stateSize);
    builder.optCell(cell(random));
    builder.optInitialState(random.nextBoolean());
    builder.optAttentionDropout(dropout(random));
    RecurrentDecoder vertex =
        builder instanceof LuongDecoder.Builder luong
            ? luong.build()
            : ((BahdanauDecoder.Builder) builder).optContextOutput(random.nextBoolean()).build();
    List<Subject.Input> inputs =
        List.of(
            sequence(size(random), "q"),
            sequence(sameSize ? stateSize : size(random), "k"),
            vector(stateSize),
            vector(stateSize));
    return attention(
        vertex.getClass().getSimpleName(),
        vertex::clone,
        inputs.subList(0, vertex.inputNames().size()).toArray(Subject.Input[]::new));
  }
}
