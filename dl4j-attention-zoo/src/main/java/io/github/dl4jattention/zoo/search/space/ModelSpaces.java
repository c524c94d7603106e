package io.github.dl4jattention.zoo.search.space;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What may be searched of each of the zoo's models, and a space that is ready for it. */
@SuppressWarnings("ImmutableEnumChecker") // Its list is: List.of makes it.
public enum ModelSpaces {
  /** {@code zoo train dates}. */
  DATES(
      List.of(
          Tunable.real("learning-rate", Double.MIN_VALUE, 1),
          Tunable.whole("batch", 1, 100_000),
          Tunable.whole("epochs", 1, 10_000),
          Tunable.whole("embedding-size", 1, Shared.LARGEST),
          Tunable.whole("units", 1, Shared.LARGEST),
          Tunable.real("dropout", 0, 0.99))),
  /** {@code zoo train translation}. */
  TRANSLATION(
      List.of(
          Tunable.choice("attention", "bahdanau", "luong", "none"),
          Tunable.choice("score", "additive", "dot", "general", "concat", "location"),
          Tunable.whole("attention-units", 1, Shared.LARGEST),
          Tunable.choice("window", "global", "local-m", "local-p"),
          Tunable.real("window-half-width", 0.5, 10_000),
          Tunable.flag("no-input-feeding"),
          Tunable.flag("coverage"),
          Tunable.flag("context-at-each-step"),
          Tunable.choice("cell", "rnn", "gru", "lstm"),
          Tunable.choice("encoder-cell", "rnn", "gru", "lstm"),
          Tunable.choice("decoder-cell", "rnn", "gru", "lstm"),
          Tunable.whole("units", 1, Shared.LARGEST),
          Tunable.whole("encoder-units", 1, Shared.LARGEST),
          Tunable.whole("decoder-units", 1, Shared.LARGEST),
          Tunable.whole("embedding-size", 1, Shared.LARGEST),
          Tunable.whole("encoder-layers", 1, 16),
          Tunable.whole("decoder-layers", 1, 16),
          Tunable.flag("one-direction"),
          Tunable.flag("reversed-source"),
          Tunable.choice("readout", "state", "tanh", "maxout"),
          Tunable.whole("readout-size", 1, Shared.LARGEST),
          Tunable.flag("variational-dropout"),
          Tunable.flag("residual")),
      Shared.TEXT,
      Shared.SAMPLING,
      Shared.LOOP),
  /** {@code zoo train transformer}. */
  TRANSFORMER(
      List.of(
          Tunable.whole("encoder-layers", 1, Shared.LAYERS),
          Tunable.whole("decoder-layers", 1, Shared.LAYERS)),
      Shared.TRANSFORMER,
      Shared.TEXT,
      Shared.SAMPLING,
      Shared.LOOP),
  /** {@code zoo train classifier}. */
  CLASSIFIER(
      List.of(
          Tunable.choice("pooling", "mean", "max", "first-token", "attention"),
          Tunable.real("output-dropout", 0, 0.99),
          Tunable.real("token-dropout", 0, 0.99)),
      Shared.ENCODER,
      Shared.TRANSFORMER,
      Shared.LOOP),
  /** {@code zoo train masked-language-model}. */
  MASKED_LANGUAGE_MODEL(
      List.of(Tunable.real("token-dropout", Double.MIN_VALUE, 0.99)), // Above 0.
      Shared.ENCODER,
      Shared.TRANSFORMER,
      Shared.LOOP),
  /** {@code zoo train behaviours}. */
  BEHAVIOURS(
      List.of(
          Tunable.choice("pooling", "mean", "attention"),
          Tunable.real("output-dropout", 0, 0.99),
          Tunable.real("item-dropout", 0, 0.99),
          Tunable.real("dropout", 0, 0.99),
          Tunable.real("clip", Double.MIN_VALUE, 1_000)),
      Shared.TRANSFORMER,
      Shared.LOOP),
  /** {@code zoo train captioner}. */
  CAPTIONER(
      List.of(
          Tunable.choice("attention", "soft", "hard", "none"),
          Tunable.whole("embedding-size", 1, Shared.LARGEST),
          Tunable.whole("units", 1, Shared.LARGEST),
          Tunable.whole("attention-units", 1, Shared.LARGEST),
          Tunable.real("dropout", 0, 0.99),
          Tunable.real("doubly-stochastic", 0, 1_000),
          Tunable.flag("no-gate"),
          Tunable.real("reward-weight", Double.MIN_VALUE, 1_000),
          Tunable.real("entropy-weight", 0, 1_000),
          Tunable.real("label-smoothing", 0, 0.99),
          Tunable.real("clip", Double.MIN_VALUE, 1_000)),
      Shared.SAMPLING,
      Shared.LOOP);

  /** What several models have. */
  private static final class Shared {
    private static final int LARGEST = 8_192;
    private static final int LAYERS = 16;

    /** Of a classifier's options: tags are not pooled, and a start decides what an encoder is. */
    private static final Map<String, List<String>> LEAVES_NO_USE_FOR =
        Map.of(
            "--tags",
            List.of("pooling"),
            "--start-from",
            List.of("size", "heads", "layers", "position"));

    private static final List<Tunable> TRANSFORMER =
        List.of(
            Tunable.whole("size", 1, LARGEST),
            Tunable.whole("heads", 1, 128),
            Tunable.whole("layers", 1, LAYERS),
            Tunable.whole("feed-forward-size", 1, 8 * LARGEST),
            Tunable.choice("feed-forward", "relu", "gelu", "swiglu"),
            Tunable.flag("post-norm"),
            Tunable.flag("rms-norm"),
            Tunable.choice(
                "position", "sinusoidal", "learned", "rotary", "relative", "alibi", "buckets"),
            Tunable.real("attention-dropout", 0, 0.99),
            Tunable.real("feed-forward-dropout", 0, 0.99));

    private static final List<Tunable> ENCODER =
        List.of(
            Tunable.real("dropout", 0, 0.99),
            Tunable.real("label-smoothing", 0, 0.99),
            Tunable.whole("convolution", 0, 100),
            Tunable.real("clip", Double.MIN_VALUE, 1_000));

    private static final List<Tunable> TEXT =
        List.of(
            Tunable.choice("tie", "none", "target-and-output", "source-and-target", "all"),
            Tunable.real("dropout", 0, 0.99),
            Tunable.real("label-smoothing", 0, 0.99),
            Tunable.real("clip", Double.MIN_VALUE, 1_000));

    private static final List<Tunable> LOOP =
        List.of(
            Tunable.whole("epochs", 1, 1_000),
            Tunable.whole("batch-tokens", 1, 1_000_000),
            Tunable.real("learning-rate", Double.MIN_VALUE, 1),
            Tunable.choice("schedule", "constant", "linear", "inverse-square-root", "plateau"),
            Tunable.whole("warm-up", 0, 1 << 30),
            Tunable.real("plateau-factor", Double.MIN_VALUE, 0.999),
            Tunable.whole("plateau-patience", 1, 1_000));

    private static final List<Tunable> SAMPLING =
        List.of(
            Tunable.real("scheduled-sampling", Double.MIN_VALUE, 1),
            Tunable.choice("sampling-decay", "linear", "exponential", "inverse-sigmoid"));
  }

  private final List<Tunable> tunables;

  @SafeVarargs
  ModelSpaces(List<Tunable>... groups) {
    List<Tunable> all = new ArrayList<>();
    for (List<Tunable> group : groups) {
      all.addAll(group);
    }
    tunables = List.copyOf(all);
  }

  /**
   * What may be searched.
   *
   * @return options of {@code zoo train MODEL}
   */
  public List<Tunable> tunables() {
    return tunables;
  }

  /**
   * The model's name on the command line.
   *
   * @return in small letters
   */
  public String model() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * All models' names.
   *
   * @return as {@link #model} gives them
   */
  public static List<String> models() {
    return Arrays.stream(values()).map(ModelSpaces::model).toList();
  }

  /**
   * A space that is worth searching for most data, without what other options leave no use for.
   *
   * @param given the other options of the trainings
   * @return the space
   */
  public SearchSpace ready(List<String> given) {
    SearchSpace space = ready();
    List<String> idle =
        Shared.LEAVES_NO_USE_FOR.entrySet().stream()
            .filter(option -> isGiven(option.getKey(), given))
            .flatMap(option -> option.getValue().stream())
            .toList();
    return this == CLASSIFIER
        ? new SearchSpace(
            space.hyperparameters().stream().filter(one -> !idle.contains(one.name())).toList())
        : space;
  }

  private static boolean isGiven(String option, List<String> given) {
    return given.stream().anyMatch(word -> word.equals(option) || word.startsWith(option + "="));
  }

  /**
   * A space that is worth searching for most data.
   *
   * @return the space
   */
  public SearchSpace ready() {
    String file = model() + ".yaml";
    try (InputStream in = ModelSpaces.class.getResourceAsStream(file)) {
      return SpaceFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), file, tunables);
    } catch (IOException e) {
      throw new UncheckedIOException("the jar is damaged", e);
    }
  }
}
