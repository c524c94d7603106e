package io.github.dl4jattention.zoo.model;

import io.github.dl4jattention.layers.cell.GruCell;
import io.github.dl4jattention.layers.cell.LstmCell;
import io.github.dl4jattention.layers.cell.RecurrentCell;
import io.github.dl4jattention.layers.cell.RnnCell;

/** What an encoder's or a decoder's state is made of. */
public enum CellKind {
  /** A simple recurrent cell, {@code tanh(x W + h U + b)} (Elman 1990). */
  RNN {
    @Override
    RecurrentCell cell() {
      return new RnnCell();
    }
  },
  /** A gated recurrent unit (Cho et al. 2014), in the form of cuDNN and PyTorch. */
  GRU {
    @Override
    RecurrentCell cell() {
      return new GruCell();
    }
  },
  /** Long short-term memory (Hochreiter and Schmidhuber 1997). */
  LSTM {
    @Override
    RecurrentCell cell() {
      return new LstmCell();
    }
  };

  /** The cell of a decoder. */
  abstract RecurrentCell cell();
}
