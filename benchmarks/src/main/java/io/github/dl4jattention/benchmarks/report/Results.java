package io.github.dl4jattention.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Measurements in a file, one a line. A newer one takes the place of the older one of the same
 * thing; so several runs, each with other modes or rows, add up to one set. A set is of one machine
 * and one set of versions: where these differ, the old measurements go.
 */
public final class Results {
  private static final String MACHINE = "# ";

  private final String machine;
  private final List<Measurement> all = new ArrayList<>();

  /**
   * No results yet.
   *
   * @param machine what they will be measured on, in one line
   */
  public Results(String machine) {
    this.machine = machine;
  }

  /**
   * Reads a file.
   *
   * @param file that {@link #write} wrote; it may be missing
   * @param machine what is measured on now
   * @return what the file holds, if it is of this machine
   */
  public static Results read(Path file, String machine) {
    Results results = new Results(machine);
    try {
      if (Files.exists(file)) {
        List<String> lines = Files.readAllLines(file);
        if (!lines.isEmpty() && lines.get(0).equals(MACHINE + machine)) {
          lines.stream().skip(2).map(Measurement::ofLine).forEach(results.all::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
    return results;
  }

  /**
   * Adds measurements, each in the place of the older one of the same thing.
   *
   * @param newer what was measured
   */
  public void add(List<Measurement> newer) {
    for (Measurement measurement : newer) {
      all.removeIf(measurement::replaces);
      all.add(measurement);
    }
  }

  /**
   * Writes all to a file.
   *
   * @param file where
   */
  public void write(Path file) {
    List<String> lines = new ArrayList<>(List.of(MACHINE + machine, Measurement.HEADER));
    all.stream().map(Measurement::toLine).forEach(lines::add);
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /**
   * The modes that were measured.
   *
   * @return in order
   */
  public List<Mode> modes() {
    return all.stream().map(Measurement::mode).distinct().sorted().toList();
  }

  /**
   * Whether a side was measured in a mode.
   *
   * @param mode how the JVM computed
   * @param side whose
   * @return true if there is any measurement of it
   */
  boolean isMeasured(Mode mode, String side) {
    return all.stream().anyMatch(one -> one.mode().equals(mode) && one.side().equals(side));
  }

  /**
   * Finds a measurement.
   *
   * @param mode how the JVM computed
   * @param subject what was measured
   * @param side whose
   * @return it, if it was measured
   */
  public Optional<Measurement> find(Mode mode, String subject, String side) {
    return of(subject)
        .filter(one -> one.mode().equals(mode) && one.side().equals(side))
        .findFirst();
  }

  /**
   * All measurements of a thing, or of several.
   *
   * @param subject a regular expression
   * @return those whose subject matches
   */
  public Stream<Measurement> of(String subject) {
    return all.stream()
        .filter(one -> one.subject().equals(subject) || one.subject().matches(subject));
  }
}
