package io.github.dl4jattention.layers.kernel.cell;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Workers;
import java.util.Arrays;

/**
 * Long short-term memory without peepholes.
 *
 * <pre>
 *   i f g o = x_t Wx + h_(t-1) Wh + b
 *   c_t     = sigmoid(f) c_(t-1) + sigmoid(i) tanh(g)
 *   h_t     = sigmoid(o) tanh(c_t)
 * </pre>
 */
public final class LstmCellKernel extends CellKernel {
  private final Order order;
  private final Projection recurrent;

  /** {@code c_(t-1)}, {@code [rows, size]}. */
  private float[] memories = new float[0];

  /** {@code tanh(c_t)}, {@code [rows, size]}. */
  private float[] shown = new float[0];

  /**
   * Which gate stands where among a row's four.
   *
   * @param input place of i, from 0
   * @param forget place of f
   * @param proposal place of g, the one with a tanh
   * @param output place of o
   */
  public record Order(int input, int forget, int proposal, int output) {
    /** i, f, g, o: this library's, PyTorch's and Keras's. */
    public static final Order IFGO = new Order(0, 1, 2, 3);

    /** g, f, o, i: the order of DL4J's own LSTM. */
    public static final Order GFOI = new Order(3, 1, 0, 2);
  }

  /**
   * A cell.
   *
   * @param lanes what it computes with
   * @param workers who does, after the last step
   * @param size units
   * @param order of the gates
   */
  public LstmCellKernel(Lanes lanes, Workers workers, int size, Order order) {
    super(lanes, size, 4);
    this.order = order;
    recurrent = new Projection(lanes, workers, size, 4 * size);
  }

  @Override
  public boolean hasMemory() {
    return true;
  }

  @Override
  public void load(Pass.Parameter weight, Pass.Parameter bias) {
    recurrent.load(weight, null);
  }

  @Override
  void reserve(int rows) {
    memories = Buffers.atLeast(memories, (long) rows * size());
    shown = Buffers.atLeast(shown, (long) rows * size());
  }

  @Override
  public void beginBackward() {
    recurrent.loadTransposed();
  }

  @Override
  void forward(CellRows rows, int t) {
    int first = row(rows, 0, t) * columns();
    recurrent.rows(rows.hidden(), 0, size(), true, gates(), first, stride(), rows.count());
    for (int r = 0; r < rows.count(); r++) {
      if (real(rows, r, t)) {
        forward(rows, r, row(rows, r, t));
      }
    }
  }

  private void forward(CellRows rows, int r, int row) {
    int c = r * size();
    System.arraycopy(rows.memory(), c, memories, row * size(), size());
    update(gates(), row * columns(), rows.memory(), rows.hidden(), c, shown, row * size());
  }

  /**
   * A step of one example, once its gates are known.
   *
   * @param gates holds their arguments; takes their values
   * @param at where they begin
   * @param memory holds {@code c_(t-1)}; takes {@code c_t}
   * @param hidden takes {@code h_t}
   * @param c where both begin
   * @param shown takes {@code tanh(c_t)}
   * @param shownAt where it begins
   */
  public void update(
      float[] gates, int at, float[] memory, float[] hidden, int c, float[] shown, int shownAt) {
    int size = size();
    int i = at + order.input() * size;
    int f = at + order.forget() * size;
    int g = at + order.proposal() * size;
    int o = at + order.output() * size;
    lanes.sigmoid(gates, i, gates, i, size);
    lanes.sigmoid(gates, f, gates, f, size);
    lanes.tanh(gates, g, gates, g, size);
    lanes.sigmoid(gates, o, gates, o, size);
    lanes.multiply(memory, c, gates, f, size);
    lanes.addProduct(memory, c, gates, i, gates, g, size);
    lanes.tanh(shown, shownAt, memory, c, size);
    lanes.product(hidden, c, gates, o, shown, shownAt, size);
  }

  @Override
  public void stepBack(CellRows rows, int t) {
    for (int r = 0; r < rows.count(); r++) {
      if (real(rows, r, t)) {
        backward(rows, r, row(rows, r, t));
      } else {
        clear(row(rows, r, t));
      }
    }
    int first = row(rows, 0, t) * columns();
    recurrent.backwardRows(gates(), first, stride(), true, rows.hidden(), 0, size(), rows.count());
  }

  private void backward(CellRows rows, int r, int row) {
    int size = size();
    int at = row * size;
    float[] gates = gates();
    int i = place(row, order.input());
    int f = place(row, order.forget());
    int g = place(row, order.proposal());
    int o = place(row, order.output());
    float[] dh = rows.hidden();
    float[] dc = rows.memory();
    int d = r * size;
    float[] product = rows.scratch(size);
    lanes.product(product, 0, dh, d, gates, o, size);
    lanes.tanhGradient(product, 0, shown, at, size);
    lanes.add(dc, d, product, 0, size);
    lanes.multiply(dh, d, shown, at, size); // by sigmoid(o)
    lanes.sigmoidGradient(dh, d, gates, o, size);
    System.arraycopy(dh, d, gates, o, size);
    lanes.product(product, 0, dc, d, gates, g, size); // by sigmoid(i)
    lanes.sigmoidGradient(product, 0, gates, i, size);
    lanes.multiply(gates, i, dc, d, size); // by tanh(g)
    lanes.tanhGradient(gates, i, gates, g, size);
    System.arraycopy(gates, i, gates, g, size);
    System.arraycopy(product, 0, gates, i, size);
    lanes.product(product, 0, dc, d, memories, at, size); // by sigmoid(f)
    lanes.sigmoidGradient(product, 0, gates, f, size);
    lanes.multiply(dc, d, gates, f, size);
    System.arraycopy(product, 0, gates, f, size);
    Arrays.fill(dh, d, d + size, 0);
  }

  private int place(int row, int gate) {
    return row * columns() + gate * size();
  }

  @Override
  public void gradients() {
    recurrent.gradients(before(), gates(), rows());
  }
}
