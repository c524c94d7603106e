package io.github.dl4jattention.layers.fused.multihead;

import io.github.dl4jattention.layers.fused.DotEnergies;
import io.github.dl4jattention.layers.fused.Extent;
import io.github.dl4jattention.layers.fused.HeadAttention;
import io.github.dl4jattention.layers.fused.Sight;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.WeightGradient;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.multihead.HeadProjections;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Multi-head attention, forward and backward: {@link
 * io.github.dl4jattention.layers.multihead.MultiHead}'s formula.
 *
 * <p>Projections of all steps, {@link HeadAttention} for each example and head, the projection of
 * the heads' outputs; and back the same way.
 */
final class MultiHeadKernel implements Kernel {
  private static final List<String> WEIGHTS =
      List.of(
          HeadProjections.QUERY_WEIGHT,
          HeadProjections.KEY_WEIGHT,
          HeadProjections.VALUE_WEIGHT,
          HeadProjections.OUTPUT_WEIGHT);

  private static final List<String> BIASES =
      List.of(
          HeadProjections.QUERY_BIAS,
          HeadProjections.KEY_BIAS,
          HeadProjections.VALUE_BIAS,
          HeadProjections.OUTPUT_BIAS);

  private final MultiHeadSizes sizes;
  private final Workers workers = Workers.shared();
  private final HeadQueries queries;
  private final Projection keys;
  private final Projection values;
  private final Projection output;

  /** Null for none. */
  private final GatedOutput gate;

  private final PlacedEnergies energies;
  private final HeadAttention attention;
  private final WeightGradient gradient;
  private Extent extent;

  /** {@code [batch, queryTime, heads headSize]}: queries over the root of the head size. */
  private float[] q = new float[0];

  /** {@code [batch, keyTime, keyValueHeads headSize]}. */
  private float[] k = new float[0];

  /** {@code [batch, keyTime, keyValueHeads headSize]}. */
  private float[] v = new float[0];

  /** The heads' outputs, {@code [batch, queryTime, heads headSize]}. */
  private float[] z = new float[0];

  private float[] dq = new float[0];
  private float[] dk = new float[0];
  private float[] dv = new float[0];
  private float[] dz = new float[0];

  /**
   * A kernel.
   *
   * @param queries where they are from
   * @param positions how the heads know where steps stand
   * @param gate of the heads' outputs; null for none
   */
  MultiHeadKernel(
      MultiHeadSizes sizes,
      HeadQueries queries,
      List<Positions> positions,
      GatedOutput gate,
      Lanes lanes) {
    this.sizes = sizes;
    this.queries = queries;
    this.gate = gate;
    keys = new Projection(lanes, workers, sizes.keySize(), sizes.keyValueWidth());
    values = new Projection(lanes, workers, sizes.valueSize(), sizes.keyValueWidth());
    output = new Projection(lanes, workers, sizes.width(), sizes.outputSize());
    gradient = new WeightGradient(lanes, workers);
    DotEnergies products = new DotEnergies(sizes.ofHeads(), sizes.scale(), lanes, workers);
    energies = new PlacedEnergies(sizes.ofHeads(), products, positions, workers.count());
    attention =
        new HeadAttention(
            sizes.ofHeads(),
            energies,
            energies,
            sizes.causal() ? Sight.CAUSAL : Sight.ALL,
            lanes,
            workers);
  }

  @Override
  public void forward(Pass pass, Tensor y) {
    Tensor x = pass.input(sizes.keyInput()).values(); // [batch, keyTime, keySize]
    Tensor u = pass.input(sizes.valueInput()).values(); // [batch, keyTime, valueSize]
    extent = queries.extent(pass, pass.input(sizes.keyInput()));
    loadParameters(pass);
    q = Buffers.atLeast(q, (long) queryRows() * sizes.width());
    k = Buffers.atLeast(k, (long) x.rows() * sizes.keyValueWidth());
    v = Buffers.atLeast(v, (long) x.rows() * sizes.keyValueWidth());
    z = Buffers.atLeast(z, (long) queryRows() * sizes.width());
    List<Projection.Rows> rows = new ArrayList<>(queries.forward(pass, extent, q));
    rows.add(new Projection.Rows(keys, x.values(), k, x.rows()));
    rows.add(new Projection.Rows(values, u.values(), v, x.rows()));
    Projection.forward(workers, rows);
    energies.begin(pass, extent, q, k);
    attention.forward(pass, extent, v, z);
    queries.shape(y, extent, sizes.outputSize());
    output.forward(z, y.values(), queryRows());
    attention.zeroBlind(y);
  }

  private int queryRows() {
    return extent.batch() * extent.queryTime();
  }

  /** Each by a thread of its own. */
  private void loadParameters(Pass pass) {
    Projection[] all = {queries.projection(), keys, values, output};
    workers.run(
        all.length,
        (worker, i) -> {
          boolean gated = all[i] == output && gate != null;
          Pass.Parameter weights = gated ? gate.forward(pass) : pass.parameter(WEIGHTS.get(i));
          all[i].load(weights, sizes.biases() ? pass.parameter(BIASES.get(i)) : null);
        });
  }

  @Override
  public void backward(Pass pass, Tensor dy) {
    Pass.Input x = pass.input(sizes.keyInput());
    Pass.Input u = pass.input(sizes.valueInput());
    int keyRows = x.values().rows();
    attention.zeroBlind(dy);
    makeReady(keyRows);
    output.backward(dy.values(), false, dz, queryRows());
    energies.beginBackward(dq, dk);
    attention.backward(v, dz, dv);
    energies.endBackward(dq, dk);
    // The gradients of an input add up: it may be queries, keys and values at once.
    List<Projection.Rows> rows = new ArrayList<>(queries.backward(pass, extent, dq));
    rows.add(new Projection.Rows(keys, x.gradient().values(), dk, keyRows));
    rows.add(new Projection.Rows(values, u.gradient().values(), dv, keyRows));
    Projection.backward(workers, rows);
    List<WeightGradient.Sum> sums = new ArrayList<>();
    sums.add(queries.gradient(pass, extent, dq));
    sums.add(output.sum(z, dy.values(), queryRows()));
    sums.add(keys.sum(x.values().values(), dk, keyRows));
    sums.add(values.sum(u.values().values(), dv, keyRows));
    sums.addAll(energies.gradients(pass, dz));
    gradient.add(sums.toArray(WeightGradient.Sum[]::new));
    if (gate != null) {
      gate.endBackward(pass);
    }
  }

  /** What the way back needs: transposed weights, and zeros to add to. */
  private void makeReady(int keyRows) {
    dz = Buffers.atLeast(dz, (long) queryRows() * sizes.width());
    dq = Buffers.atLeast(dq, (long) queryRows() * sizes.width());
    dk = Buffers.atLeast(dk, (long) keyRows * sizes.keyValueWidth());
    dv = Buffers.atLeast(dv, (long) keyRows * sizes.keyValueWidth());
    Projection[] all = {queries.projection(), keys, values, output};
    float[][] zeros = {dq, dk, dv};
    workers.run(
        all.length + zeros.length,
        (worker, i) -> {
          if (i < all.length) {
            all[i].loadTransposed();
          } else {
            Arrays.fill(zeros[i - all.length], 0);
          }
        });
    if (gate != null) {
      gate.beginBackward();
    }
  }
}
