package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.align.Alignment;
import io.github.dl4jattention.layers.cell.LstmCell;
import io.github.dl4jattention.layers.cell.RecurrentCell;
import io.github.dl4jattention.layers.score.Score;
import java.util.Objects;
import java.util.function.LongFunction;

/**
 * What the builders of recurrent decoders have: {@code setX} is required, {@code optX} is not.
 *
 * @param <B> the decoder's builder
 */
public abstract class DecoderBuilder<B extends DecoderBuilder<B>> extends VertexBuilder<B>
    implements AlignmentOptions<B> {
  long inputSize;
  long annotationSize;
  long stateSize;
  boolean initialState;
  RecurrentCell cell = new LstmCell();
  private final Draft draft = new Draft();

  /** For the decoders' builders. */
  protected DecoderBuilder() {}

  private String owner() {
    return getClass().getEnclosingClass().getSimpleName();
  }

  /**
   * Required: units of the cell.
   *
   * @param size at least 1
   * @return this
   */
  public B setStateSize(long size) {
    stateSize = size;
    return self();
  }

  /**
   * Channels of y; inferred where the graph's input types are given.
   *
   * @param size at least 1
   * @return this
   */
  public B optInputSize(long size) {
    inputSize = Sizes.atLeastOne(owner(), "optInputSize", size);
    return self();
  }

  /**
   * Channels of an annotation, for a bidirectional encoder that concatenates twice its units;
   * inferred where the graph's input types are given.
   *
   * @param size at least 1
   * @return this
   */
  public B optAnnotationSize(long size) {
    annotationSize = Sizes.atLeastOne(owner(), "optAnnotationSize", size);
    return self();
  }

  /**
   * What the state is made of; an LSTM by default.
   *
   * @param other such as {@code new GruCell()}
   * @return this
   */
  public B optCell(RecurrentCell other) {
    cell = Objects.requireNonNull(other, "cell");
    return self();
  }

  /**
   * Compares the state with an annotation; see the decoder for its default.
   *
   * @param score such as {@code new DotScore()}
   * @return this
   */
  public B optScore(Score score) {
    draft.score(Objects.requireNonNull(score, "score"));
    return self();
  }

  /**
   * Whether the first state is given as further inputs; zeros by default.
   *
   * @param given true to give it
   * @return this
   */
  public B optInitialState(boolean given) {
    initialState = given;
    return self();
  }

  /**
   * The alignment, once the state's size is set.
   *
   * @param defaultScore makes the decoder's own score from the state's size
   */
  Alignment alignment(LongFunction<Score> defaultScore) {
    Sizes.atLeastOne(owner(), "setStateSize", stateSize);
    if (draft.score() == null) {
      draft.score(defaultScore.apply(stateSize));
    }
    return draft.alignment(owner());
  }

  @Override
  public Draft draft() {
    return draft;
  }
}
