package io.github.dl4jattention.layers;

import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every recurrent layer of gates, for tests that hold for all. */
enum Gated {
  GRU,
  GRU_RESET_BEFORE,
  LSTM;

  Layer layer(long size) {
    return settings().nOut(size).build();
  }

  /** A builder of this layer; its class depends on the layer. */
  BaseRecurrentLayer.Builder<?> settings() {
    return this == LSTM ? new LSTM.Builder() : new GRU.Builder().resetAfter(this == GRU);
  }

  /** Keys of the states that are carried over. */
  String[] states() {
    return this == LSTM ? new String[] {"prevAct", "prevMem"} : new String[] {"prevAct"};
  }

  Map<String, INDArray> randomStates(int seed, long batch, long size) {
    Map<String, INDArray> states = new HashMap<>();
    for (String key : states()) {
      long own = 31L * seed + key.hashCode();
      states.put(key, TestGraphs.random(DataType.DOUBLE, own, batch, size));
    }
    return states;
  }

  /** What plain loops give for the parameters of a layer. */
  INDArray naive(Map<String, INDArray> parameters, INDArray input, INDArray mask) {
    return this == LSTM
        ? new NaiveLstm(parameters).output(input, mask)
        : new NaiveGru(this == GRU, parameters).output(input, mask);
  }
}
