package io.github.dl4jattention.ui.records;

import java.io.Serializable;
import java.util.List;

/**
 * What a search of hyperparameters looks for, and how much each of them has mattered so far. Static
 * information: the newest replaces the one before.
 */
public final class SearchRecord extends DashboardRecord {
  private static final long serialVersionUID = 1L;

  /** The score's name. */
  private String objective = "";

  /** Which direction of it is good. */
  private Better better = Better.HIGHER;

  /** What is searched over. */
  private List<Parameter> parameters = List.of();

  /** For storages, which make a record and then {@linkplain #decode(byte[]) decode} it. */
  public SearchRecord() {}

  /**
   * A record.
   *
   * @param objective the score's name
   * @param better which direction of it is good
   * @param parameters what is searched over
   * @throws IllegalArgumentException if something is over its limit
   */
  public SearchRecord(String objective, Better better, List<Parameter> parameters) {
    this.objective = Limits.text(objective, Limits.NAME, "the objective");
    this.better = better;
    this.parameters = List.copyOf(parameters);
    Limits.number(parameters.size(), 0, Limits.PARAMETERS, "the number of hyperparameters");
  }

  /**
   * A hyperparameter.
   *
   * @param name its name
   * @param numeric whether its values are numbers; else they are categories
   * @param logarithmic whether it is best drawn on a logarithmic axis
   * @param importance its share of what mattered, between 0 and 1; NaN while it is not known
   * @serial exclude
   */
  @SuppressWarnings("InvalidBlockTag") // It is for Javadoc: nested records, too.
  public record Parameter(String name, boolean numeric, boolean logarithmic, double importance)
      implements Serializable {
    /**
     * A hyperparameter.
     *
     * @param name its name
     * @param numeric whether its values are numbers
     * @param logarithmic whether it is best drawn on a logarithmic axis
     * @param importance its share, or NaN
     * @throws IllegalArgumentException if the name is too long
     */
    public Parameter {
      Limits.text(name, Limits.NAME, "a hyperparameter's name");
    }

    private static Parameter read(RecordInput in) {
      return new Parameter(
          in.text(Limits.NAME, "hyperparameter"), in.flag(), in.flag(), in.number());
    }

    private void write(RecordOutput out) {
      out.text(name);
      out.flag(numeric);
      out.flag(logarithmic);
      out.number(importance);
    }
  }

  /**
   * The score.
   *
   * @return its name
   */
  public String objective() {
    return objective;
  }

  /**
   * Which direction of the score is good.
   *
   * @return the direction; null if none was said
   */
  public Better better() {
    return better;
  }

  /**
   * What is searched over.
   *
   * @return the hyperparameters
   */
  public List<Parameter> parameters() {
    return parameters;
  }

  @Override
  public String getTypeID() {
    return TrialRecord.TYPE;
  }

  @Override
  int kind() {
    return 4;
  }

  @Override
  void write(RecordOutput out) {
    out.text(objective);
    Better.write(better, out);
    out.list(parameters, parameter -> parameter.write(out));
  }

  @Override
  void read(RecordInput in) {
    objective = in.text(Limits.NAME, "objective");
    better = Better.read(in);
    parameters = in.list(Limits.PARAMETERS, "hyperparameters", () -> Parameter.read(in));
  }
}
