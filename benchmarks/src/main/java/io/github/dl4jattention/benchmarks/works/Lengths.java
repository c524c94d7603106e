package io.github.dl4jattention.benchmarks.works;

import io.github.dl4jattention.layers.BahdanauDecoder;
import io.github.dl4jattention.layers.FinalState;
import io.github.dl4jattention.layers.RecurrentVertex;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Works whose cost is measured against the length of their sequences; this library's side only. */
public enum Lengths {
  /** Each of l steps looks at all l: quadratic. */
  GLOBAL_ATTENTION {
    @Override
    public Work of(int length) {
      return Attentions.single(1, length, 64, false);
    }
  },

  /** Each of l steps looks at a window: linear. */
  LOCAL_ATTENTION {
    @Override
    public Work of(int length) {
      return Attentions.single(1, length, 64, true);
    }
  },

  /** An encoder reads l steps, a decoder writes l from its last state: l + l. */
  PLAIN_SEQUENCE_TO_SEQUENCE {
    @Override
    public Work of(int length) {
      ComputationGraphConfiguration graph =
          sequenceToSequence()
              .addVertex("last", new FinalState(UNITS), "encoder")
              .addVertex(
                  "decoder",
                  RecurrentVertex.builder().setStateSize(UNITS).optInitialState(true).build(),
                  "target",
                  "last",
                  "last")
              .setOutputs("decoder")
              .build();
      return work(graph, length);
    }
  },

  /** A decoder that looks at all l steps of the encoder in each of its l: l times l. */
  ATTENTIVE_SEQUENCE_TO_SEQUENCE {
    @Override
    public Work of(int length) {
      ComputationGraphConfiguration graph =
          sequenceToSequence()
              .addVertex(
                  "decoder",
                  BahdanauDecoder.builder().setStateSize(UNITS).build(),
                  "target",
                  "encoder")
              .setOutputs("decoder")
              .build();
      return work(graph, length);
    }
  },

  /** The l-th step of a Transformer's decoder, with a beam of 5: nearly as the first. */
  TRANSFORMER_STEP {
    @Override
    public Work of(int length) {
      return new TransformerSteps(5, 3, 30, 256, 4, length);
    }
  };

  private static final int BATCH = 8;
  private static final int UNITS = 128;

  /**
   * The work at a length.
   *
   * @param length steps of each sequence
   * @return a new work
   */
  public abstract Work of(int length);

  /**
   * What it is called.
   *
   * @return such as {@code global attention}
   */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ').replace(" to ", "-to-");
  }

  private static ComputationGraphConfiguration.GraphBuilder sequenceToSequence() {
    return Graphs.builder()
        .addInputs("source", "target")
        .setInputTypes(InputType.recurrent(UNITS), InputType.recurrent(UNITS))
        .addLayer("encoder", Recurrences.ourLstm(UNITS), "source");
  }

  private static Work work(ComputationGraphConfiguration graph, int length) {
    INDArray[] inputs = {
      Layouts.random(1, BATCH, UNITS, length), Layouts.random(2, BATCH, UNITS, length)
    };
    GraphWork.Data data = new GraphWork.Data(inputs, null, Layouts.random(3, BATCH, UNITS, length));
    return new GraphWork(graph, null, null, data, table -> List.of());
  }
}
