package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.formula.Formula;
import io.github.dl4jattention.layers.formula.Parameters;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;

/** The one place that infers sizes from input types, and refuses what does not fit. */
final class Inputs {
  private Inputs() {}

  /** Refuses another number of inputs than a formula has. */
  static void require(Formula formula, String owner, InputType... types) {
    require(formula, owner, types == null ? 0 : types.length);
    for (int i = 0; i < types.length; i++) {
      if (types[i] == null) {
        throw new InvalidInputTypeException(
            "%s: the type of its input \"%s\" is unknown"
                .formatted(owner, formula.inputNames().get(i)));
      }
    }
  }

  static void require(Formula formula, String owner, int count) {
    int expected = formula.inputNames().size();
    if (count != expected) {
      throw new InvalidInputTypeException(
          "%s needs %d inputs %s, got %d".formatted(owner, expected, formula.inputNames(), count));
    }
  }

  /**
   * Channels of a sequence.
   *
   * @param owner who has the input, for the message
   * @param role what the input is, for the message
   * @param type the input's type
   * @param configured the size configured; 0 if it is to be inferred
   * @param setter the builder's method that configures it
   * @return the size
   */
  static long sequence(String owner, String role, InputType type, long configured, String setter) {
    if (!(type instanceof InputType.InputTypeRecurrent sequence)) {
      throw new InvalidInputTypeException(
          "%s: %s must be a sequence [batch, size, time], got %s. A layer such as LSTM gives one;"
                  .formatted(owner, role, type)
              + " in setInputTypes, use InputType.recurrent(size); of vectors,"
              + " DuplicateToTimeSeriesVertex makes one, of images CnnToRnnPreProcessor (before a"
              + " vertex, in a PreprocessorVertex)");
    }
    if (sequence.getFormat() == RNNFormat.NWC) {
      throw new InvalidInputTypeException(
          "%s: %s must be in the layout [batch, size, time], RNNFormat.NCW, got RNNFormat.NWC. Give"
                  .formatted(owner, role)
              + " the layer below dataFormat(RNNFormat.NCW), or setInputTypes"
              + " InputType.recurrent(size)");
    }
    return agreed(owner, role, sequence.getSize(), configured, setter);
  }

  /** Channels of one vector an example; arguments as {@link #sequence}. */
  static long vectors(String owner, String role, InputType type, long configured, String setter) {
    if (!(type instanceof InputType.InputTypeFeedForward vectors)) {
      throw new InvalidInputTypeException(
          "%s: %s must be vectors [batch, size], got %s. LastTimeStepVertex gives one of a sequence"
              .formatted(owner, role, type));
    }
    return agreed(owner, role, vectors.getSize(), configured, setter);
  }

  private static long agreed(
      String owner, String role, long actual, long configured, String setter) {
    if (configured != 0 && actual != configured) {
      throw new InvalidInputTypeException(
          "%s: the size of %s is %d, but %s(%d) was configured. Perhaps you need %s(%d)?"
              .formatted(owner, role, actual, setter, configured, setter, actual));
    }
    return actual;
  }

  /** The type of an array of this shape. */
  static InputType type(long... shape) {
    return shape.length == 3
        ? InputType.recurrent(shape[1], shape[2])
        : InputType.feedForward(shape[1]);
  }

  /** Number of steps; 0 or less if it is not known. */
  static long time(InputType sequence) {
    return ((InputType.InputTypeRecurrent) sequence).getTimeSeriesLength();
  }

  /** Refuses sequences whose numbers of steps are known, and not the same. */
  static void sameTime(
      String owner, String role, InputType one, String otherRole, InputType other) {
    if (time(one) > 0 && time(other) > 0 && time(one) != time(other)) {
      throw new InvalidInputTypeException(
          "%s: %s and %s must have the same time steps, got %d and %d"
              .formatted(owner, role, otherRole, time(one), time(other)));
    }
  }

  /** A sequence with the steps of another. */
  static InputType likeSequence(InputType steps, long size) {
    return InputType.recurrent(size, time(steps));
  }

  /** The parameters of a formula, whose messages are told who it is. */
  static Parameters declared(Formula formula, String owner) {
    Parameters parameters = new Parameters();
    try {
      formula.declareParameters(parameters);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(owner + ": " + e.getMessage(), e);
    }
    return parameters;
  }

  /** Class and name, for messages. */
  static String describe(Object configuration, String name) {
    return configuration.getClass().getSimpleName() + (name == null ? "" : " \"" + name + "\"");
  }
}
