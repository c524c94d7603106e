package io.github.dl4jattention.layers.runtime;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.ClassScores;
import io.github.dl4jattention.layers.kernel.Lanes;
import io.github.dl4jattention.layers.kernel.Padding;
import io.github.dl4jattention.layers.kernel.Tensor;
import io.github.dl4jattention.layers.kernel.Workers;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** By hand, in float on the processor. */
final class ClassKernelPasses implements ClassPasses {
  private final Lanes lanes;
  private final NativeFloats floats = new NativeFloats();
  private final Tensor steps = new Tensor();
  private ClassScores kernel;
  private Padding padding;
  private int in;
  private int classes;

  /** How many steps are real. */
  private int rows;

  /** The real steps, {@code [rows, in]}. */
  private float[] x = new float[0];

  private float[] dx = new float[0];
  private float[] weights = new float[0];
  private float[] bias = new float[0];
  private float[] ofWeights = new float[0];
  private float[] ofBias = new float[0];

  ClassKernelPasses(Lanes lanes) {
    this.lanes = lanes;
  }

  @Override
  public void begin(INDArray input, Padding given, INDArray matrix, INDArray vector) {
    padding = given;
    in = (int) matrix.size(0);
    classes = (int) matrix.size(1);
    if (kernel == null) {
      kernel = new ClassScores(lanes, Workers.shared(), in, classes);
    }
    weights = Buffers.atLeast(weights, matrix.length());
    bias = Buffers.atLeast(bias, classes);
    floats.readRows(matrix.transpose(), weights);
    floats.readRows(vector, bias);
    kernel.load(weights, bias);
    floats.read(input, null, steps);
    x = Buffers.atLeast(x, (long) steps.rows() * in);
    rows = 0;
    for (int step = 0; step < steps.rows(); step++) {
      if (padding.real(step / steps.time(), step % steps.time())) {
        System.arraycopy(steps.values(), step * in, x, rows++ * in, in);
      }
    }
  }

  @Override
  public double[] losses(int[] labels, double smoothing) {
    return kernel.losses(x, labels, smoothing);
  }

  @Override
  public double[] gradients(
      int[] labels, double smoothing, INDArray ofInput, INDArray matrix, INDArray vector) {
    dx = Buffers.atLeast(dx, (long) rows * in);
    ofWeights = Buffers.zeros(ofWeights, (long) in * classes);
    ofBias = Buffers.zeros(ofBias, classes);
    double[] losses = kernel.gradients(x, labels, smoothing, dx, ofWeights, ofBias);
    floats.writeRows(ofWeights, matrix.transpose());
    floats.writeRows(ofBias, vector);
    int row = 0;
    for (int step = 0; step < steps.rows(); step++) {
      if (padding.real(step / steps.time(), step % steps.time())) {
        System.arraycopy(dx, row++ * in, steps.values(), step * in, in);
      } else {
        Arrays.fill(steps.values(), step * in, (step + 1) * in, 0);
      }
    }
    floats.write(steps, null, ofInput);
    return losses;
  }

  @Override
  public void probabilities(INDArray to) {
    float[][] logs = kernel.logProbabilities(x, rows);
    Tensor found = new Tensor().reshape(steps.batch(), steps.time(), classes);
    Arrays.fill(found.values(), 0, found.rows() * classes, 0);
    int row = 0;
    for (int step = 0; step < steps.rows(); step++) {
      if (padding.real(step / steps.time(), step % steps.time())) {
        System.arraycopy(logs[row++], 0, found.values(), step * classes, classes);
        lanes.exp(found.values(), step * classes, 0, classes);
      }
    }
    floats.write(found, null, to);
  }
}
