package io.github.dl4jattention.ui.records;

import java.io.Serializable;
import java.util.List;

/** How good a model was at one moment of its training: figures, and a few of its predictions. */
public final class QualityRecord extends DashboardRecord {
  private static final long serialVersionUID = 1L;

  /** The type under which storages keep these records. */
  public static final String TYPE = "ModelQuality";

  /** When. */
  private Progress progress = new Progress(0, 0, 0);

  /** The figures. */
  private List<Metric> metrics = List.of();

  /** The predictions. */
  private List<Sample> samples = List.of();

  /** For storages, which make a record and then {@linkplain #decode(byte[]) decode} it. */
  public QualityRecord() {}

  /**
   * A record.
   *
   * @param progress when
   * @param metrics figures
   * @param samples predictions, beside what would have been right
   * @throws IllegalArgumentException if there are too many
   */
  public QualityRecord(Progress progress, List<Metric> metrics, List<Sample> samples) {
    this.progress = progress;
    this.metrics = List.copyOf(metrics);
    this.samples = List.copyOf(samples);
    Limits.number(metrics.size(), 0, Limits.METRICS, "the number of metrics");
    Limits.number(samples.size(), 0, Limits.SAMPLES, "the number of samples");
  }

  /**
   * A figure.
   *
   * @param name what is measured, such as "exact match"
   * @param percent whether it is a share, shown in percent
   * @param better which direction is good; null if neither is
   * @param value the figure
   * @serial exclude
   */
  @SuppressWarnings("InvalidBlockTag") // It is for Javadoc: nested records, too.
  public record Metric(String name, boolean percent, Better better, double value)
      implements Serializable {
    /**
     * A figure.
     *
     * @param name what is measured
     * @param percent whether it is a share
     * @param better which direction is good, or null
     * @param value the figure
     * @throws IllegalArgumentException if the name is too long
     */
    public Metric {
      Limits.text(name, Limits.NAME, "a metric's name");
    }

    private static Metric read(RecordInput in) {
      return new Metric(in.text(Limits.NAME, "metric"), in.flag(), Better.read(in), in.number());
    }

    private void write(RecordOutput out) {
      out.text(name);
      out.flag(percent);
      Better.write(better, out);
      out.number(value);
    }
  }

  /**
   * A prediction.
   *
   * @param source what the model was given
   * @param reference what would have been right
   * @param prediction what the model made of it
   * @serial exclude
   */
  @SuppressWarnings("InvalidBlockTag") // It is for Javadoc: nested records, too.
  public record Sample(String source, String reference, String prediction) implements Serializable {
    /**
     * A prediction.
     *
     * @param source what the model was given
     * @param reference what would have been right
     * @param prediction what the model made of it
     * @throws IllegalArgumentException if one of them is too long
     */
    public Sample {
      Limits.text(source, Limits.TEXT, "a sample's source");
      Limits.text(reference, Limits.TEXT, "a sample's reference");
      Limits.text(prediction, Limits.TEXT, "a sample's prediction");
    }

    private static Sample read(RecordInput in) {
      return new Sample(
          in.text(Limits.TEXT, "source"),
          in.text(Limits.TEXT, "reference"),
          in.text(Limits.TEXT, "prediction"));
    }

    private void write(RecordOutput out) {
      out.text(source);
      out.text(reference);
      out.text(prediction);
    }
  }

  /**
   * When the model was measured.
   *
   * @return how far the training was
   */
  public Progress progress() {
    return progress;
  }

  /**
   * The figures.
   *
   * @return each with its name
   */
  public List<Metric> metrics() {
    return metrics;
  }

  /**
   * The predictions.
   *
   * @return a few
   */
  public List<Sample> samples() {
    return samples;
  }

  @Override
  public String getTypeID() {
    return TYPE;
  }

  @Override
  int kind() {
    return 3;
  }

  @Override
  void write(RecordOutput out) {
    progress.write(out);
    out.list(metrics, metric -> metric.write(out));
    out.list(samples, sample -> sample.write(out));
  }

  @Override
  void read(RecordInput in) {
    progress = Progress.read(in);
    metrics = in.list(Limits.METRICS, "metrics", () -> Metric.read(in));
    samples = in.list(Limits.SAMPLES, "samples", () -> Sample.read(in));
  }
}
