package io.github.dl4jattention.layers.kernel.cell;

import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;
import java.util.List;
import java.util.function.ObjIntConsumer;

/**
 * Cells along whole sequences: a recurrent layer of one direction or of several, forward and
 * backward.
 *
 * <p>Each worker takes some examples in one direction from the first step to the last, without
 * waiting for the others. What the inputs contribute is one product for every few steps, just
 * before them, when its result is still in the cache. The way back is the same, with the products
 * over all steps at its end.
 */
public final class CellSequence {
  private final Workers workers;
  private final List<CellDirection> directions;

  /** Columns of the output before those of a direction. */
  private final int[] columns;

  private final int width;

  /**
   * Cells along sequences.
   *
   * @param workers who computes
   * @param directions what
   */
  public CellSequence(Workers workers, List<CellDirection> directions) {
    this.workers = workers;
    this.directions = directions;
    columns = new int[directions.size()];
    int all = 0;
    for (int i = 0; i < columns.length; i++) {
      columns[i] = all;
      all += directions.get(i).size();
    }
    width = all;
  }

  /**
   * The directions.
   *
   * @return in the order of the output's columns
   */
  public List<CellDirection> directions() {
    return directions;
  }

  /**
   * Runs forward.
   *
   * @param x the input
   * @param y takes the hidden states of the directions side by side; anything at padding
   * @param kept whether to keep what {@link #backward} needs
   */
  public void forward(Pass.Input x, Tensor y, boolean kept) {
    prepare(CellDirection::prepare);
    int batch = x.values().batch();
    int time = x.values().time();
    directions.forEach(one -> one.begin(x.padding(), batch, time, examples(batch), kept));
    y.reshape(batch, time, width);
    run(
        batch,
        (worker, direction, first, count) ->
            directions.get(direction).forward(worker, first, count, x, y, columns[direction]));
  }

  /**
   * Runs backward from the last forward pass, which was kept: adds to the gradients of input and
   * parameters.
   *
   * @param x the input
   * @param dy the gradient by the output, zeros at padding
   * @param steps how many steps to go back, from the last that a direction takes
   */
  public void backward(Pass.Input x, Tensor dy, int steps) {
    prepare(CellDirection::prepareBackward);
    directions.forEach(CellDirection::beginBackward);
    run(
        dy.batch(),
        (worker, direction, first, count) ->
            directions
                .get(direction)
                .backward(worker, first, count, x.padding(), dy, columns[direction], steps));
    // The directions in their order, whoever came first above: a sum is the same each time.
    int count = examples(dy.batch());
    workers.run(
        pieces(dy.batch()),
        (worker, piece) -> {
          int first = piece * count;
          int some = Math.min(count, dy.batch() - first);
          directions.forEach(one -> one.addInputGradient(first, some, x.gradient()));
        });
    directions.forEach(CellDirection::gradients);
  }

  /** Packs the weights, a matrix a worker. */
  private void prepare(ObjIntConsumer<CellDirection> product) {
    int products = CellDirection.PRODUCTS;
    workers.run(
        directions.size() * products,
        (worker, piece) -> product.accept(directions.get(piece / products), piece % products));
  }

  @FunctionalInterface
  private interface Examples {
    void run(int worker, int direction, int first, int count);
  }

  /** Examples of a piece: each worker gets as many, all in one direction. */
  private int examples(int batch) {
    return Math.min(batch, (batch * directions.size() + workers.count() - 1) / workers.count());
  }

  private int pieces(int batch) {
    return (batch + examples(batch) - 1) / examples(batch);
  }

  private void run(int batch, Examples examples) {
    int ways = directions.size();
    int count = examples(batch);
    workers.run(
        pieces(batch) * ways,
        (worker, piece) -> {
          int first = piece / ways * count;
          examples.run(worker, piece % ways, first, Math.min(count, batch - first));
        });
  }
}
