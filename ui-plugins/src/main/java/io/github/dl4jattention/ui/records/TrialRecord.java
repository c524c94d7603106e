package io.github.dl4jattention.ui.records;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/** One trial of a search of hyperparameters; a later record of the same number replaces it. */
public final class TrialRecord extends DashboardRecord {
  private static final long serialVersionUID = 1L;

  /** The type under which storages keep these records. */
  public static final String TYPE = "SearchTrials";

  /** Which trial, from 0. */
  private int number;

  /** How far it is. */
  private Status status = Status.RUNNING;

  /** What it reached; NaN if nothing is known. */
  private double score = Double.NaN;

  /** How long it has taken. */
  private double seconds;

  /** When this was so, in milliseconds since 1970. */
  private long time;

  /** What it was run with. */
  private List<Value> values = List.of();

  /** For storages, which make a record and then {@linkplain #decode(byte[]) decode} it. */
  public TrialRecord() {}

  /**
   * A record.
   *
   * @param number which trial, from 0
   * @param status how far it is
   * @param score what it reached; NaN if nothing is known
   * @param seconds how long it has taken
   * @param time when this was so, in milliseconds since 1970
   * @param values what it was run with
   * @throws IllegalArgumentException if something is over its limit
   */
  public TrialRecord(
      int number, Status status, double score, double seconds, long time, List<Value> values) {
    this.number = Limits.number(number, 0, Limits.TRIALS - 1, "the trial's number");
    this.status = status;
    this.score = score;
    this.seconds = seconds;
    this.time = time;
    this.values = List.copyOf(values);
    Limits.number(values.size(), 0, Limits.PARAMETERS, "the number of hyperparameters");
  }

  /** How far a trial is. */
  public enum Status {
    /** It runs. */
    RUNNING,
    /** It has a score. */
    DONE,
    /** It broke. */
    FAILED,
    /** It was stopped, for others were better. */
    PRUNED;

    /**
     * The status as pages know it.
     *
     * @return the name in small letters
     */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A hyperparameter's value.
   *
   * @param name the hyperparameter
   * @param category the value, if it is a category; else null
   * @param number the value, if it is a number; else NaN
   * @serial exclude
   */
  @SuppressWarnings("InvalidBlockTag") // It is for Javadoc: nested records, too.
  public record Value(String name, String category, double number) implements Serializable {
    /**
     * A value.
     *
     * @param name the hyperparameter
     * @param category the value as a category, or null
     * @param number the value as a number, or NaN
     * @throws IllegalArgumentException if a text is too long
     */
    public Value {
      Limits.text(name, Limits.NAME, "a hyperparameter's name");
      if (category != null) {
        Limits.text(category, Limits.NAME, "a hyperparameter's value");
      }
    }

    /**
     * A number.
     *
     * @param name the hyperparameter
     * @param number its value
     * @return the value
     */
    public static Value of(String name, double number) {
      return new Value(name, null, number);
    }

    /**
     * A category.
     *
     * @param name the hyperparameter
     * @param category its value
     * @return the value
     */
    public static Value of(String name, String category) {
      return new Value(name, category, Double.NaN);
    }

    private static Value read(RecordInput in) {
      return new Value(
          in.text(Limits.NAME, "hyperparameter"), in.optional(Limits.NAME, "value"), in.number());
    }

    private void write(RecordOutput out) {
      out.text(name);
      out.optional(category);
      out.number(number);
    }
  }

  /**
   * Which trial.
   *
   * @return its number, from 0
   */
  public int number() {
    return number;
  }

  /**
   * How far it is.
   *
   * @return the status
   */
  public Status status() {
    return status;
  }

  /**
   * What it reached.
   *
   * @return the score; NaN if nothing is known
   */
  public double score() {
    return score;
  }

  /**
   * How long it has taken.
   *
   * @return seconds
   */
  public double seconds() {
    return seconds;
  }

  /**
   * When this was so.
   *
   * @return milliseconds since 1970
   */
  public long time() {
    return time;
  }

  /**
   * What it was run with.
   *
   * @return each hyperparameter's value
   */
  public List<Value> values() {
    return values;
  }

  @Override
  public String getTypeID() {
    return TYPE;
  }

  @Override
  int kind() {
    return 5;
  }

  @Override
  void write(RecordOutput out) {
    out.number(number);
    out.constant(status);
    out.number(score);
    out.number(seconds);
    out.number(time);
    out.list(values, value -> value.write(out));
  }

  @Override
  void read(RecordInput in) {
    number = in.number(0, Limits.TRIALS - 1, "number");
    status = in.constant(Status.class, "status");
    score = in.number();
    seconds = in.number();
    time = in.time();
    values = in.list(Limits.PARAMETERS, "hyperparameters", () -> Value.read(in));
  }
}
