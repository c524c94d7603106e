package io.github.dl4jattention.benchmarks;

import io.github.dl4jattention.benchmarks.report.Row;
import io.github.dl4jattention.benchmarks.works.Lengths;
import io.github.dl4jattention.benchmarks.works.Pass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All that can be measured. */
final class Tasks {
  /** Time of the samples. */
  static final String MILLISECONDS = "ms";

  /** Size of the samples. */
  static final String BYTES = "bytes";

  private static final String OURS = "ours";
  private static final String DL4J = "dl4j";
  private static final String SIDES = "sides";
  private static final int WARMUPS = 20;
  private static final int SAMPLES = 40;
  private static final List<Integer> LONG = List.of(512, 2048, 8192);

  private Tasks() {}

  static List<Task> all() {
    List<Task> tasks = new ArrayList<>();
    Row.all().forEach(row -> tasks.add(comparison(row)));
    Row.all().stream().filter(Row::hasOwnRival).forEach(row -> tasks.add(asItComes(row)));
    Stream.of("attention-64", "bahdanau", "luong", "lstm", "gru")
        .forEach(work -> tasks.add(allocation(work)));
    for (Pass pass : List.of(Pass.FORWARD, Pass.FORWARD_BACKWARD)) {
      LONG.forEach(time -> tasks.add(memory(time, pass)));
    }
    for (Lengths kind : Lengths.values()) {
      lengths(kind).forEach(length -> tasks.add(length(kind, length)));
    }
    return tasks;
  }

  private static List<Integer> lengths(Lengths kind) {
    return switch (kind) {
      case TRANSFORMER_STEP -> List.of(10, 100);
      case GLOBAL_ATTENTION, LOCAL_ATTENTION -> List.of(128, 256, 512, 1024, 2048, 4096);
      default -> List.of(16, 32, 64, 128, 256, 512);
    };
  }

  private static Task length(Lengths kind, int length) {
    return new Task(
        kind == Lengths.TRANSFORMER_STEP ? "transformer-step" : "lengths",
        Task.Group.LENGTHS,
        "lengths/%s/%d".formatted(kind.title(), length),
        Comparison.class,
        Map.of(
            "work",
            "%s-%d".formatted(kind.name(), length),
            "pass",
            Pass.FORWARD.name(),
            SIDES,
            Side.OURS.name(),
            "seconds",
            "2",
            "leastSamples",
            "5"),
        WARMUPS,
        SAMPLES,
        Map.of(OURS, MILLISECONDS));
  }

  private static Task comparison(Row row) {
    return new Task(
        row.work(),
        Task.Group.TABLE,
        row.id(),
        Comparison.class,
        Map.of(
            "work",
            row.work(),
            "pass",
            row.pass().name(),
            SIDES,
            row.timesFaster() > 0 ? "OURS,PYTORCH,DL4J" : "OURS,PYTORCH"),
        WARMUPS,
        SAMPLES,
        units(MILLISECONDS, OURS, "pytorch", DL4J));
  }

  /** Deeplearning4j's own layer as its users have it who change no setting. */
  private static Task asItComes(Row row) {
    return new Task(
        row.work(),
        Task.Group.TABLE,
        row.asItComes(),
        Comparison.class,
        Map.of("work", row.work(), "pass", row.pass().name(), SIDES, Side.DL4J.name()),
        WARMUPS,
        SAMPLES,
        units(MILLISECONDS, DL4J));
  }

  private static Task allocation(String work) {
    return new Task(
        "allocation",
        Task.Group.ALLOCATION,
        "allocation/" + work,
        Training.class,
        Map.of("work", work),
        5,
        3,
        units(BYTES, "gc.alloc.rate.norm"));
  }

  private static Task memory(int time, Pass pass) {
    return new Task(
        "memory",
        Task.Group.MEMORY,
        "memory/%d/%s".formatted(time, pass),
        Memory.class,
        Map.of("time", String.valueOf(time), "pass", pass.name()),
        0,
        1,
        units(BYTES, "oursHeap", "oursNative", "pytorchNative"));
  }

  private static Map<String, String> units(String unit, String... sides) {
    Map<String, String> units = new LinkedHashMap<>();
    for (String side : sides) {
      units.put(side, unit);
    }
    return units;
  }
}
