package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.BahdanauDecoder.ANNOTATIONS;
import static io.github.dl4jattention.layers.BahdanauDecoder.BIAS;
import static io.github.dl4jattention.layers.BahdanauDecoder.INITIAL_CELL;
import static io.github.dl4jattention.layers.BahdanauDecoder.INITIAL_HIDDEN;
import static io.github.dl4jattention.layers.BahdanauDecoder.INPUTS;
import static io.github.dl4jattention.layers.BahdanauDecoder.INPUT_WEIGHT;
import static io.github.dl4jattention.layers.BahdanauDecoder.RECURRENT_WEIGHT;

import io.github.dl4jattention.layers.runtime.AttentionGraphVertex;
import io.github.dl4jattention.layers.score.AdditiveScore;
import io.github.dl4jattention.layers.score.MaskedSoftmax;
import io.github.dl4jattention.layers.score.Projection;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/** {@link BahdanauDecoder}'s formula as a SameDiff graph, unrolled over the steps of y. */
final class UnrolledBahdanauDecoder {
  private final BahdanauDecoder decoder;
  private final SameDiff sameDiff;
  private final Map<String, SDVariable> parameters;

  UnrolledBahdanauDecoder(
      BahdanauDecoder decoder, SameDiff sameDiff, Map<String, SDVariable> parameters) {
    this.decoder = decoder;
    this.sameDiff = sameDiff;
    this.parameters = parameters;
  }

  /** Defines the graph; answers the decoder's output, {@code [batch, stateSize, time]}. */
  SDVariable define(Map<String, SDVariable> inputs, Map<String, SDVariable> masks) {
    long sourceTime = inputs.get(ANNOTATIONS).getShape()[2];
    int time = (int) inputs.get(INPUTS).getShape()[2];
    SDVariable annotations = Projection.swapSizeAndTime(inputs.get(ANNOTATIONS));
    SDVariable keys = AdditiveScore.projectKeys(annotations, sourceTime, parameters);
    MaskedSoftmax softmax = new MaskedSoftmax(sameDiff, masks.get(ANNOTATIONS), 2);
    SDVariable[] inputGates = inputGates(inputs.get(INPUTS), time);
    SDVariable recurrentWeight = contextAndStateWeight();
    SDVariable hidden = initial(INITIAL_HIDDEN, inputs);
    SDVariable cell = initial(INITIAL_CELL, inputs);

    SDVariable[] outputs = new SDVariable[time];
    SDVariable[] weights = new SDVariable[time];
    for (int t = 0; t < time; t++) {
      weights[t] = // [batch, sourceTime]
          softmax.weights(
              AdditiveScore.stepEnergies(sameDiff, hidden, keys, sourceTime, parameters));
      SDVariable context =
          sameDiff
              .mmul(weights[t].reshape(-1, 1, sourceTime), annotations)
              .reshape(-1, decoder.getAnnotationSize());
      SDVariable gates =
          sameDiff.concat(1, context, hidden).mmul(recurrentWeight).add(inputGates[t]);
      SDVariable[] gate = sameDiff.split(gates, 4, 1); // input, forget, cell, output
      SDVariable kept = sameDiff.nn.sigmoid(gate[1]).mul(cell);
      cell = kept.add(sameDiff.nn.sigmoid(gate[0]).mul(sameDiff.math.tanh(gate[2])));
      hidden = sameDiff.nn.sigmoid(gate[3]).mul(sameDiff.math.tanh(cell));
      outputs[t] = hidden; // [batch, stateSize]
    }
    sameDiff.stack(1, weights).rename(AttentionGraphVertex.ATTENTION_WEIGHTS);
    SDVariable outputMask = sameDiff.expandDims(masks.get(INPUTS), 1); // [batch, 1, time]
    return sameDiff.stack(2, outputs).mul(outputMask);
  }

  /** What y and the bias contribute to the gates of every step, in one product. */
  private SDVariable[] inputGates(SDVariable y, int time) {
    long inputSize = decoder.getInputSize();
    SDVariable rows = y.permute(2, 0, 1).reshape(-1, inputSize); // [time * batch, inputSize]
    SDVariable weight =
        parameters.get(INPUT_WEIGHT).get(SDIndex.interval(0L, inputSize), SDIndex.all());
    SDVariable gates = rows.mmul(weight).add(parameters.get(BIAS));
    return sameDiff.unstack(gates.reshape(time, -1, 4 * decoder.getStateSize()), 0, time);
  }

  /** The weights of [c ; h] stacked: one product a step in place of two. */
  private SDVariable contextAndStateWeight() {
    long inputSize = decoder.getInputSize();
    SDVariable ofContext =
        parameters
            .get(INPUT_WEIGHT)
            .get(
                SDIndex.interval(inputSize, inputSize + decoder.getAnnotationSize()),
                SDIndex.all());
    return sameDiff.concat(0, ofContext, parameters.get(RECURRENT_WEIGHT));
  }

  private SDVariable initial(String name, Map<String, SDVariable> inputs) {
    if (decoder.isInitialState()) {
      return inputs.get(name);
    }
    // Zeros [batch, stateSize]; how many rows is known only when the graph runs.
    SDVariable row = inputs.get(INPUTS).sum(1, 2).mul(0.0); // [batch]
    SDVariable zeros =
        sameDiff.constant(Nd4j.zeros(inputs.get(INPUTS).dataType(), 1, decoder.getStateSize()));
    return sameDiff.expandDims(row, 1).add(zeros);
  }
}
