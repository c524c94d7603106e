package io.github.dl4jattention.zoo.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A random probability of each symbol after each prefix, the same at every call. */
class TableModel implements StepModel<List<TableModel.Row>> {
  /** A row of a state: its source, and what it has read after the start symbol. */
  record Row(int source, List<Integer> prefix) {}

  /** Columns of the weights before the padding. */
  static final int WEIGHTS = 4;

  private final int seed;
  private final int symbols;
  private final int[] sources;
  private int steps;

  TableModel(int seed, int symbols, int... sources) {
    this.seed = seed;
    this.symbols = symbols;
    this.sources = sources;
  }

  float[] logProbabilities(int source, List<Integer> prefix) {
    Random random = new Random(List.of(seed, source, prefix).hashCode() * 2_654_435_761L);
    double[] weights = random.doubles(symbols, 0.05, 1).map(x -> x * x).toArray();
    double sum = Arrays.stream(weights).sum();
    float[] result = new float[symbols];
    for (int i = 0; i < symbols; i++) {
      result[i] = (float) Math.log(weights[i] / sum);
    }
    return result;
  }

  /**
   * Source, step, last symbol read, something random that may cover a position, and padding that is
   * not zero.
   */
  float[] weights(int source, List<Integer> prefix, int last) {
    float some = new Random(List.of(seed, prefix).hashCode() * 2_654_435_761L).nextFloat() / 2;
    return new float[] {source, prefix.size(), last, some, 0.5f - some};
  }

  @Override
  public int sourceLength(int source) {
    return WEIGHTS;
  }

  @Override
  public List<Row> start() {
    return Arrays.stream(sources).mapToObj(source -> new Row(source, null)).toList();
  }

  @Override
  public Step<List<Row>> step(int[] tokens, List<Row> state) {
    steps++;
    assertThat(tokens).hasSameSizeAs(state);
    List<Row> next = new ArrayList<>();
    float[][] logProbabilities = new float[tokens.length][];
    float[][] weights = new float[tokens.length][];
    for (int i = 0; i < tokens.length; i++) {
      Row row = state.get(i);
      List<Integer> prefix = new ArrayList<>();
      if (row.prefix() == null) {
        assertThat(tokens[i]).isEqualTo(BeamSearchTests.START);
      } else {
        prefix.addAll(row.prefix());
        prefix.add(tokens[i]);
      }
      next.add(new Row(row.source(), prefix));
      logProbabilities[i] = logProbabilities(row.source(), prefix);
      weights[i] = weights(row.source(), prefix, tokens[i]);
    }
    return new Step<>(next, logProbabilities, weights);
  }

  @Override
  public List<Row> select(List<Row> state, int[] rows) {
    return Arrays.stream(rows).mapToObj(state::get).toList();
  }

  /** How many steps were taken. */
  int steps() {
    return steps;
  }

  int symbols() {
    return symbols;
  }
}
