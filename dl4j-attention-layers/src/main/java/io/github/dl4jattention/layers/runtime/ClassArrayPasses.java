package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.kernel.Padding;
import java.util.Arrays;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** By ND4J's operations, in every data type and on every device. */
final class ClassArrayPasses implements ClassPasses {
  private INDArray weights;
  private INDArray bias;
  private long batch;
  private long time;

  /** Where the real steps are among those of all examples. */
  private int[] real;

  /** The real steps, {@code [rows, in]}; null if there is none. */
  private INDArray x;

  @Override
  public void begin(INDArray input, Padding padding, INDArray matrix, INDArray vector) {
    weights = matrix;
    bias = vector;
    batch = input.size(0);
    time = input.size(2);
    real = new int[(int) (batch * time)];
    int rows = 0;
    for (int step = 0; step < real.length; step++) {
      if (padding.real((int) (step / time), (int) (step % time))) {
        real[rows++] = step;
      }
    }
    real = Arrays.copyOf(real, rows);
    try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      INDArray steps = input.permute(0, 2, 1).dup('c').reshape(batch * time, input.size(1));
      x = rows == 0 ? null : Nd4j.pullRows(steps, 1, real).castTo(matrix.dataType());
    }
  }

  @Override
  public double[] losses(int[] labels, double smoothing) {
    try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      return x == null ? new double[0] : losses(logs(), labels, smoothing);
    }
  }

  private INDArray logs() {
    INDArray scores = x.mmul(weights).addiRowVector(bias);
    scores.subiColumnVector(scores.max(true, 1));
    return scores.subiColumnVector(Transforms.log(Transforms.exp(scores, true).sum(true, 1)));
  }

  private static double[] losses(INDArray logs, int[] labels, double smoothing) {
    double[] losses = new double[labels.length];
    INDArray means = logs.mean(1);
    for (int r = 0; r < losses.length; r++) {
      losses[r] = -(1 - smoothing) * logs.getDouble(r, labels[r]) - smoothing * means.getDouble(r);
    }
    return losses;
  }

  @Override
  public double[] gradients(
      int[] labels, double smoothing, INDArray ofInput, INDArray ofWeights, INDArray ofBias) {
    try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      if (x == null) {
        ofInput.assign(0);
        ofWeights.assign(0);
        ofBias.assign(0);
        return new double[0];
      }
      INDArray logs = logs();
      double[] losses = losses(logs, labels, smoothing);
      INDArray gradient = Transforms.exp(logs, false).subi(smoothing / logs.size(1));
      for (int r = 0; r < labels.length; r++) {
        gradient.putScalar(r, labels[r], gradient.getDouble(r, labels[r]) - (1 - smoothing));
      }
      ofWeights.assign(x.transpose().mmul(gradient));
      ofBias.assign(gradient.sum(0).reshape(ofBias.shape()));
      put(gradient.mmul(weights.transpose()), ofInput);
      return losses;
    }
  }

  @Override
  public void probabilities(INDArray to) {
    try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      if (x == null) {
        to.assign(0);
      } else {
        put(Transforms.exp(logs(), false), to);
      }
    }
  }

  /** Puts rows where the real steps are, and zeros elsewhere. */
  private void put(INDArray rows, INDArray to) {
    INDArray steps = Nd4j.zeros(to.dataType(), batch * time, rows.size(1));
    for (int r = 0; r < real.length; r++) {
      steps.putRow(real[r], rows.get(NDArrayIndex.point(r), NDArrayIndex.all()));
    }
    to.assign(steps.reshape(batch, time, rows.size(1)).permute(0, 2, 1));
  }
}
