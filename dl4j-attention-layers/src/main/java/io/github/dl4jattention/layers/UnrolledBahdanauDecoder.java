package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.BahdanauDecoder.ANNOTATIONS;
import static io.github.dl4jattention.layers.BahdanauDecoder.BIAS;
import static io.github.dl4jattention.layers.BahdanauDecoder.INITIAL_CELL;
import static io.github.dl4jattention.layers.BahdanauDecoder.INITIAL_HIDDEN;
import static io.github.dl4jattention.layers.BahdanauDecoder.INPUTS;
import static io.github.dl4jattention.layers.BahdanauDecoder.INPUT_WEIGHT;
import static io.github.dl4jattention.layers.BahdanauDecoder.RECURRENT_WEIGHT;

import io.github.dl4jattention.layers.align.Memory;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/** {@link BahdanauDecoder}'s formula as a SameDiff graph, unrolled over the steps of y. */
final class UnrolledBahdanauDecoder {
  private final BahdanauDecoder decoder;
  private final Scope scope;
  private final SameDiff sameDiff;

  UnrolledBahdanauDecoder(BahdanauDecoder decoder, Scope scope) {
    this.decoder = decoder;
    this.scope = scope;
    this.sameDiff = scope.sameDiff();
  }

  /** Defines the graph; answers the decoder's output, {@code [batch, stateSize, time]}. */
  SDVariable define() {
    long stateSize = decoder.getStateSize();
    int time = (int) scope.inputShape(INPUTS)[2];
    Steps annotations = scope.steps(ANNOTATIONS);
    Memory memory = decoder.alignment().memory(scope, annotations, annotations, ANNOTATIONS);
    SDVariable[] inputGates = inputGates(time);
    SDVariable recurrentWeight = contextAndStateWeight();
    SDVariable hidden = initial(INITIAL_HIDDEN);
    SDVariable cell = initial(INITIAL_CELL);

    SDVariable[] outputs = new SDVariable[time];
    SDVariable[] weights = new SDVariable[time];
    for (int t = 0; t < time; t++) {
      Steps query = new Steps(hidden.reshape(-1, 1, stateSize), 1, stateSize);
      weights[t] = memory.weights(query, t, null); // [batch, 1, sourceTime]
      SDVariable context =
          memory
              .contexts(weights[t], 1, "dropout" + t)
              .values()
              .reshape(-1, decoder.getAnnotationSize());
      SDVariable gates =
          sameDiff.concat(1, context, hidden).mmul(recurrentWeight).add(inputGates[t]);
      SDVariable[] gate = sameDiff.split(gates, 4, 1); // input, forget, cell, output
      SDVariable kept = sameDiff.nn.sigmoid(gate[1]).mul(cell);
      cell = kept.add(sameDiff.nn.sigmoid(gate[0]).mul(sameDiff.math.tanh(gate[2])));
      hidden = sameDiff.nn.sigmoid(gate[3]).mul(sameDiff.math.tanh(cell));
      outputs[t] = hidden; // [batch, stateSize]
    }
    scope.attentionWeights(time == 1 ? weights[0] : sameDiff.concat(1, weights));
    return sameDiff.stack(2, outputs);
  }

  /** What y and the bias contribute to the gates of every step, in one product. */
  private SDVariable[] inputGates(int time) {
    long inputSize = decoder.getInputSize();
    SDVariable rows =
        scope.input(INPUTS).permute(2, 0, 1).reshape(-1, inputSize); // [time * batch, inputSize]
    SDVariable weight =
        scope.parameter(INPUT_WEIGHT).get(SDIndex.interval(0L, inputSize), SDIndex.all());
    SDVariable gates = rows.mmul(weight).add(scope.parameter(BIAS));
    return sameDiff.unstack(gates.reshape(time, -1, 4 * decoder.getStateSize()), 0, time);
  }

  /** The weights of [c ; h] stacked: one product a step in place of two. */
  private SDVariable contextAndStateWeight() {
    long inputSize = decoder.getInputSize();
    SDVariable ofContext =
        scope
            .parameter(INPUT_WEIGHT)
            .get(
                SDIndex.interval(inputSize, inputSize + decoder.getAnnotationSize()),
                SDIndex.all());
    return sameDiff.concat(0, ofContext, scope.parameter(RECURRENT_WEIGHT));
  }

  private SDVariable initial(String name) {
    return decoder.isInitialState()
        ? scope.input(name)
        : scope.draw(name, Nd4j::zeros, decoder.getStateSize());
  }
}
