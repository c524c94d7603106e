package io.github.dl4jattention.layers.fused;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Kernel;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.WeightGradient;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.multihead.HeadProjections;
import java.util.Arrays;

/**
 * Multi-head attention, forward and backward: {@link
 * io.github.dl4jattention.layers.multihead.MultiHead}'s formula.
 *
 * <p>Projections of all steps, {@link HeadAttention} for each example and head, the projection of
 * the heads' outputs; and back the same way.
 */
final class MultiHeadKernel implements Kernel {
  private final MultiHeadSizes sizes;
  private final Workers workers = Workers.shared();
  private final Projection queries;
  private final Projection keys;
  private final Projection values;
  private final Projection output;
  private final DotEnergies energies;
  private final HeadAttention attention;
  private final WeightGradient gradient;

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

  MultiHeadKernel(MultiHeadSizes sizes, Lanes lanes) {
    this.sizes = sizes;
    queries =
        new Projection(lanes, workers, sizes.querySize(), sizes.width()).scaled(sizes.scale());
    keys = new Projection(lanes, workers, sizes.keySize(), sizes.keyValueWidth());
    values = new Projection(lanes, workers, sizes.valueSize(), sizes.keyValueWidth());
    output = new Projection(lanes, workers, sizes.width(), sizes.outputSize());
    gradient = new WeightGradient(lanes, workers);
    HeadSizes heads = sizes.ofHeads();
    energies = new DotEnergies(heads, sizes.scale(), lanes, workers);
    attention =
        new HeadAttention(
            heads, energies, sizes.causal() ? Sight.CAUSAL : Sight.ALL, lanes, workers);
  }

  @Override
  public void forward(Pass pass, Tensor y) {
    Tensor s = pass.input(sizes.queryInput()).values(); // [batch, queryTime, querySize]
    Tensor x = pass.input(sizes.keyInput()).values(); // [batch, keyTime, keySize]
    Tensor u = pass.input(sizes.valueInput()).values(); // [batch, keyTime, valueSize]
    loadParameters(pass);
    q = Buffers.atLeast(q, (long) s.rows() * sizes.width());
    k = Buffers.atLeast(k, (long) x.rows() * sizes.keyValueWidth());
    v = Buffers.atLeast(v, (long) x.rows() * sizes.keyValueWidth());
    z = Buffers.atLeast(z, (long) s.rows() * sizes.width());
    queries.forward(s.values(), q, s.rows());
    keys.forward(x.values(), k, x.rows());
    values.forward(u.values(), v, x.rows());
    Extent extent = Extent.of(pass.input(sizes.queryInput()), pass.input(sizes.keyInput()));
    energies.begin(extent, q, k);
    attention.forward(pass, extent, v, z);
    y.reshape(s.batch(), s.time(), sizes.outputSize());
    output.forward(z, y.values(), s.rows());
    attention.zeroBlind(y);
  }

  /** Each by a thread of its own. */
  private void loadParameters(Pass pass) {
    workers.run(
        4,
        (worker, i) -> {
          switch (i) {
            case 0 -> load(queries, pass, HeadProjections.QUERY_WEIGHT, HeadProjections.QUERY_BIAS);
            case 1 -> load(keys, pass, HeadProjections.KEY_WEIGHT, HeadProjections.KEY_BIAS);
            case 2 -> load(values, pass, HeadProjections.VALUE_WEIGHT, HeadProjections.VALUE_BIAS);
            default ->
                load(output, pass, HeadProjections.OUTPUT_WEIGHT, HeadProjections.OUTPUT_BIAS);
          }
        });
  }

  private void load(Projection projection, Pass pass, String weight, String bias) {
    projection.load(pass.parameter(weight), sizes.biases() ? pass.parameter(bias) : null);
  }

  @Override
  public void backward(Pass pass, Tensor dy) {
    Pass.Input s = pass.input(sizes.queryInput());
    Pass.Input x = pass.input(sizes.keyInput());
    Pass.Input u = pass.input(sizes.valueInput());
    int queryRows = s.values().rows();
    int keyRows = x.values().rows();
    attention.zeroBlind(dy);
    dz = Buffers.atLeast(dz, (long) queryRows * sizes.width());
    dq = Buffers.atLeast(dq, (long) queryRows * sizes.width());
    dk = Buffers.atLeast(dk, (long) keyRows * sizes.keyValueWidth());
    dv = Buffers.atLeast(dv, (long) keyRows * sizes.keyValueWidth());
    Projection[] all = {queries, keys, values, output};
    float[][] sums = {dq, dk, dv};
    workers.run(
        all.length + sums.length,
        (worker, i) -> {
          if (i < all.length) {
            all[i].loadTransposed();
          } else {
            Arrays.fill(sums[i - all.length], 0);
          }
        });
    output.backward(dy.values(), false, dz, queryRows);
    energies.beginBackward(dq, dk);
    attention.backward(v, dz, dv);
    // The gradients of an input add up: it may be queries, keys and values at once.
    queries.backward(dq, true, s.gradient().values(), queryRows);
    keys.backward(dk, true, x.gradient().values(), keyRows);
    values.backward(dv, true, u.gradient().values(), keyRows);
    gradient.add(
        output.sum(z, dy.values(), queryRows),
        queries.sum(s.values().values(), dq, queryRows),
        keys.sum(x.values().values(), dk, keyRows),
        values.sum(u.values().values(), dv, keyRows));
  }
}
