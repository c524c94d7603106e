package io.github.dl4jattention.benchmarks.report;

import io.github.dl4jattention.benchmarks.works.Pass;
import java.util.List;
import java.util.stream.Stream;

/**
 * A row of the table: what is timed, and what was aimed at.
 *
 * @param title in words
 * @param work the work's name
 * @param pass what of it
 * @param ratio time over PyTorch's that was aimed at, both with MKL; 0 if none was
 * @param timesFaster than Deeplearning4j's own, or than the SameDiff path; 0 if that was no aim
 */
public record Row(String title, String work, Pass pass, double ratio, double timesFaster) {
  private static final String ATTENTION = "multi-head self-attention, ";

  /** Its aim is the same with every BLAS. */
  private static final String TRANSFORMER_LAYER = "transformer-layer";

  /** What may be added with OpenBLAS, as PyTorch brings MKL. */
  private static final double OPENBLAS_FACTOR = 1.5;

  /** Examples that a run of {@link #DATES} trains on. */
  static final int DATES_EXAMPLES = 4 * 128;

  /** Ends the names of what is measured without this project's settings of the environment. */
  public static final String AS_IT_COMES = "/as it comes";

  /** The work that trains a model. */
  public static final String DATES = "dates";

  /**
   * The rows, in the table's order.
   *
   * @return all of them
   */
  public static List<Row> all() {
    return Stream.of(
            both(ATTENTION + "32 x 64 x 256", "attention-64", 1.0, 10),
            both(ATTENTION + "32 x 512 x 256", "attention-512", 1.0, 0),
            Stream.of(
                new Row(ATTENTION + "4 x 2048 x 256", "attention-2048", Pass.FORWARD, 1.0, 0)),
            both("Transformer encoder layer, 32 x 64 x 256", TRANSFORMER_LAYER, 1.0, 0),
            both("Bahdanau LSTM decoder, 32 x 30 x 256", "bahdanau", 0.6, 0),
            both("Luong LSTM decoder, input feeding, 32 x 30 x 256", "luong", 0.6, 0),
            both("bidirectional LSTM, 32 x 30 x 256", "lstm", 1.0, 4),
            both("bidirectional GRU, 32 x 30 x 256", "gru", 1.0, 4),
            Stream.of(
                new Row("one decoding step, beam 5, 256 units", "step", Pass.FORWARD, 0.5, 0),
                new Row("dates model, 4 x 128 examples", DATES, Pass.TRAINING_STEP, 0.8, 5)),
            both("dense, attention, dense, 32 x 64 x 256", "mixed", 0, 0),
            both("two attention models at once, 32 x 64 x 256", "two-models", 0, 0))
        .flatMap(rows -> rows)
        .toList();
  }

  private static Stream<Row> both(String title, String work, double ratio, double timesFaster) {
    return Stream.of(Pass.FORWARD, Pass.FORWARD_BACKWARD)
        .map(pass -> new Row(title, work, pass, ratio, timesFaster));
  }

  /**
   * The aim where products go to this mode's BLAS.
   *
   * @param mode how it was measured
   * @return time over PyTorch's that was aimed at; 0 if none was
   */
  public double ratio(Mode mode) {
    return mode.mkl() || work.equals(TRANSFORMER_LAYER) ? ratio : ratio * OPENBLAS_FACTOR;
  }

  /**
   * Whether this is the training of a model.
   *
   * @return true if the rival is our own SameDiff path, not a layer of Deeplearning4j
   */
  public boolean isTrainingOfModel() {
    return work.equals(DATES);
  }

  /**
   * Whether Deeplearning4j's own layer is timed, too.
   *
   * @return true if being faster than it is an aim
   */
  public boolean hasOwnRival() {
    return timesFaster > 0 && !isTrainingOfModel();
  }

  /**
   * Names the measurement of Deeplearning4j's own layer in the environment that it finds.
   *
   * @return such as {@code lstm/forward/as it comes}
   */
  public String asItComes() {
    return id() + AS_IT_COMES;
  }

  /**
   * Names the row in files and on the command line.
   *
   * @return such as {@code lstm/forward}
   */
  public String id() {
    return work + "/" + pass;
  }
}
