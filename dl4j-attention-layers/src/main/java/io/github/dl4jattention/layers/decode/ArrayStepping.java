package io.github.dl4jattention.layers.decode;

import io.github.dl4jattention.layers.BahdanauDecoder;
import io.github.dl4jattention.layers.align.Softmax;
import io.github.dl4jattention.layers.score.AdditiveScore;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Steps on ND4J's arrays: in every data type, on every device. */
final class ArrayStepping implements Stepping {
  private final Map<String, INDArray> parameters;
  private final long stateSize;

  ArrayStepping(Map<String, INDArray> parameters) {
    this.parameters = parameters;
    this.stateSize = parameters.get(BahdanauDecoder.RECURRENT_WEIGHT).size(0);
  }

  @Override
  public BahdanauStepper.Memory memory(Rows annotations, Rows mask) {
    INDArray steps = annotations.array(); // [rows, time, annotationSize]
    INDArray keys =
        steps
            .reshape(steps.size(0) * steps.size(1), steps.size(2))
            .mmul(parameters.get(AdditiveScore.KEY_WEIGHT))
            .dup('c')
            .reshape(steps.size(0), steps.size(1), -1);
    return new BahdanauStepper.Memory(annotations, Rows.of(keys), mask, null);
  }

  @Override
  public BahdanauStepper.Step step(
      Rows inputs, BahdanauStepper.State state, BahdanauStepper.Memory memory) {
    INDArray energies = AdditiveScore.stepEnergies(state.hidden(), memory.keys(), parameters);
    INDArray weights = Softmax.weights(energies, memory.mask()); // [rows, sourceTime]
    long rows = weights.size(0);
    INDArray context =
        Nd4j.matmul(weights.reshape(rows, 1, weights.size(1)), memory.annotations())
            .reshape(rows, memory.annotations().size(2));
    INDArray gates =
        Nd4j.hstack(inputs.array(), context)
            .mmul(parameters.get(BahdanauDecoder.INPUT_WEIGHT))
            .addi(state.hidden().mmul(parameters.get(BahdanauDecoder.RECURRENT_WEIGHT)))
            .addiRowVector(parameters.get(BahdanauDecoder.BIAS));
    INDArray kept = Transforms.sigmoid(gate(gates, 1)).muli(state.cell());
    INDArray added = Transforms.sigmoid(gate(gates, 0)).muli(Transforms.tanh(gate(gates, 2)));
    INDArray cell = kept.addi(added);
    INDArray hidden = Transforms.sigmoid(gate(gates, 3)).muli(Transforms.tanh(cell));
    return new BahdanauStepper.Step(new BahdanauStepper.State(hidden, cell), Rows.of(weights));
  }

  /** Gates are in the order input, forget, cell, output. */
  private INDArray gate(INDArray gates, int index) {
    return gates.get(
        NDArrayIndex.all(), NDArrayIndex.interval(index * stateSize, (index + 1) * stateSize));
  }
}
