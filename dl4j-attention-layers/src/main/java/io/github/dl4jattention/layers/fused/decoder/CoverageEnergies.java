package io.github.dl4jattention.layers.fused.decoder;

import io.github.dl4jattention.layers.fused.EnergyVector;
import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.Projection;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;
import io.github.dl4jattention.layers.score.AdditiveScore;

/** {@code e_j = v . tanh(s Wq + h_j Wk + c_j w + b)}, with c_j what key j was given before. */
final class CoverageEnergies implements Energies {
  private final Projection queries;
  private final Projection keys;
  private final EnergyVector vector;
  private final int size;
  private final Lanes lanes;
  private final float[][] scratches;
  private Pass pass;
  private Pass.Input annotations;
  private float[] v;
  private float[] w;

  /** {@code h Wk + b}, {@code [batch, keyTime, size]}. */
  private float[] k = new float[0];

  private float[] dk = new float[0];

  /** Gradients by v and by w, of each example alone: {@code [batch, 2, size]}. */
  private float[] ofExamples = new float[0];

  CoverageEnergies(AdditiveScore score, int querySize, int keySize, Lanes lanes, Workers workers) {
    size = (int) score.attentionSize();
    this.lanes = lanes;
    vector = new EnergyVector(size, score.isNormalized(), lanes);
    queries = new Projection(lanes, workers, querySize, size);
    keys = new Projection(lanes, workers, keySize, size);
    scratches = new float[workers.count()][2 * size];
  }

  @Override
  public Projection queries() {
    return queries;
  }

  @Override
  public int querySize() {
    return size;
  }

  @Override
  public boolean hasCoverage() {
    return true;
  }

  @Override
  public void begin(Pass pass, Pass.Input annotations) {
    this.pass = pass;
    this.annotations = annotations;
    Tensor values = annotations.values();
    queries.load(pass.parameter(AdditiveScore.QUERY_WEIGHT), null);
    keys.load(pass.parameter(AdditiveScore.KEY_WEIGHT), pass.parameter(AdditiveScore.BIAS));
    v = vector.load(pass, AdditiveScore.ENERGY_WEIGHT);
    w = pass.parameter(AdditiveScore.COVERAGE_WEIGHT).values();
    k = Buffers.atLeast(k, (long) values.rows() * size);
    keys.forward(values.values(), k, values.rows());
  }

  @Override
  public void energies(int worker, Look look, float[] e, int eAt) {
    float[] hidden = scratches[worker];
    for (int j = look.first; j < look.first + look.count; j++) {
      tanh(look, j, hidden);
      e[eAt + j] = lanes.dot(v, 0, hidden, 0, size);
    }
  }

  private void tanh(Look look, int j, float[] hidden) {
    System.arraycopy(look.q, look.qAt, hidden, 0, size);
    lanes.add(hidden, 0, k, keyAt(look, j), size);
    lanes.addScaled(hidden, 0, look.coverage[look.coverageAt + j], w, 0, size);
    lanes.tanh(hidden, 0, hidden, 0, size);
  }

  private int keyAt(Look look, int j) {
    return (look.example * annotations.values().time() + j) * size;
  }

  @Override
  public void beginBackward() {
    queries.loadTransposed();
    dk = Buffers.zeros(dk, (long) annotations.values().rows() * size);
    ofExamples = Buffers.zeros(ofExamples, 2L * annotations.values().batch() * size);
  }

  @Override
  public void energiesBack(
      int worker, Look look, float[] de, float[] dq, float[] dCoverage, int dCoverageAt) {
    float[] hidden = scratches[worker];
    int dv = 2 * look.example * size;
    int dw = dv + size;
    for (int j = look.first; j < look.first + look.count; j++) {
      tanh(look, j, hidden);
      lanes.addScaled(ofExamples, dv, de[j], hidden, 0, size);
      System.arraycopy(v, 0, hidden, size, size);
      lanes.scale(hidden, size, de[j], size);
      lanes.tanhGradient(hidden, size, hidden, 0, size); // by the argument of tanh
      lanes.add(dk, keyAt(look, j), hidden, size, size);
      lanes.add(dq, look.qAt, hidden, size, size);
      lanes.addScaled(ofExamples, dw, look.coverage[look.coverageAt + j], hidden, size, size);
      dCoverage[dCoverageAt + j] += lanes.dot(hidden, size, w, 0, size);
    }
  }

  @Override
  public void finish() {
    int rows = annotations.values().rows();
    keys.backward(dk, true, annotations.gradient().values(), rows);
    keys.gradients(annotations.values().values(), dk, rows);
    float[] dv = vector.beginBackward();
    float[] dw = pass.parameter(AdditiveScore.COVERAGE_WEIGHT).gradient();
    for (int example = 0; example < annotations.values().batch(); example++) {
      lanes.add(dv, 0, ofExamples, 2 * example * size, size);
      lanes.add(dw, 0, ofExamples, (2 * example + 1) * size, size);
    }
    vector.backward();
  }
}
