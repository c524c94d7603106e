package io.github.dl4jattention.benchmarks.works;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All works by name, in the sizes that are measured or in small ones that only prove them. */
public final class Works {
  /** System property: threads of this library. */
  public static final String THREADS = "io.github.dl4jattention.threads";

  /** Channels of {@link #longAttention}. */
  public static final int LONG_ATTENTION_SIZE = 256;

  private static final Pattern OF_LENGTH = Pattern.compile("([A-Z_]+)-(\\d+)");

  private final Map<String, Supplier<Work>> all = new LinkedHashMap<>();

  private Works() {}

  /**
   * The works.
   *
   * @param small whether to take {@link #small}, else {@link #measured}
   * @return the works
   */
  public static Works of(boolean small) {
    return small ? small() : measured();
  }

  /**
   * The works in the sizes that are measured.
   *
   * @return the works
   */
  public static Works measured() {
    int threads = Integer.getInteger(THREADS, 1);
    Works works = new Works();
    works.add("attention-64", () -> Attentions.multiHead(32, 64, 256));
    works.add("attention-512", () -> Attentions.multiHead(32, 512, 256));
    works.add("attention-2048", () -> Attentions.multiHead(4, 2048, 256));
    works.add("transformer-layer", () -> Transformers.encoderLayer(32, 64, 256));
    works.add("mixed", () -> Attentions.mixed(32, 64, 256));
    works.add("bahdanau", () -> Recurrences.bahdanau(32, 30, 30, 256));
    works.add("luong", () -> Recurrences.luong(32, 30, 30, 256));
    works.add("lstm", () -> Recurrences.lstm(32, 30, 256));
    works.add("gru", () -> Recurrences.gru(32, 30, 256));
    works.add("step", () -> new StepWork(5, 30, 256));
    works.add("dates", () -> new DatesWork(128, threads));
    works.add("two-models", () -> new TwoAtOnce(Attentions.multiHead(32, 64, 256)));
    return works;
  }

  /**
   * The same works in sizes that take next to no time; sizes and lengths are odd where they can be.
   *
   * @return the works
   */
  public static Works small() {
    Works works = new Works();
    works.add("attention-64", () -> Attentions.multiHead(3, 5, 24));
    works.add("transformer-layer", () -> Transformers.encoderLayer(3, 5, 24));
    works.add("mixed", () -> Attentions.mixed(3, 5, 24));
    works.add("bahdanau", () -> Recurrences.bahdanau(3, 5, 4, 7));
    works.add("luong", () -> Recurrences.luong(3, 5, 4, 7));
    works.add("lstm", () -> Recurrences.lstm(3, 5, 7));
    works.add("gru", () -> Recurrences.gru(3, 5, 7));
    works.add("step", () -> new StepWork(3, 5, 7));
    works.add("dates", () -> new DatesWork(4, 1));
    works.add("two-models", () -> new TwoAtOnce(Attentions.multiHead(3, 5, 24)));
    return works;
  }

  /**
   * Multi-head self-attention over one sequence.
   *
   * @param time its steps
   * @return a new work
   */
  public static Work longAttention(int time) {
    return Attentions.multiHead(1, time, LONG_ATTENTION_SIZE);
  }

  private void add(String name, Supplier<Work> work) {
    all.put(name, work);
  }

  /**
   * The names.
   *
   * @return in the order in which they are reported
   */
  public Set<String> names() {
    return all.keySet();
  }

  /**
   * What is timed of a work.
   *
   * @param name the work's
   * @return one pass or two
   */
  public static List<Pass> passes(String name) {
    return switch (name) {
      case "step" -> List.of(Pass.FORWARD);
      case "dates" -> List.of(Pass.TRAINING_STEP);
      default -> List.of(Pass.FORWARD, Pass.FORWARD_BACKWARD);
    };
  }

  /**
   * Makes a work.
   *
   * @param name one of {@link #names}, or a name of {@link Lengths}, a minus and a length
   * @return a new work
   */
  public Work get(String name) {
    Matcher ofLength = OF_LENGTH.matcher(name);
    if (ofLength.matches()) {
      return Lengths.valueOf(ofLength.group(1)).of(Integer.parseInt(ofLength.group(2)));
    }
    return all.get(name).get();
  }
}
