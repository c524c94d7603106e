package io.github.dl4jattention.layers.fused.multihead;

import io.github.dl4jattention.layers.fused.Extent;
import io.github.dl4jattention.layers.kernel.Pass;
import io.github.dl4jattention.layers.kernel.WeightGradient;
import java.util.List;

/**
 * How multi-head attention knows where its steps stand: what {@link
 * io.github.dl4jattention.layers.position.PositionScheme} is to the formula. It acts in up to three
 * places, each with its way back; in those it does not name it changes nothing.
 *
 * <p>Methods with a tile are called by several workers at once, each with a tile of its own.
 */
interface Positions {
  /** Takes a pass's sizes and parameters, before all else. */
  default void begin(Pass pass, Extent extent) {
    // Most have nothing to prepare.
  }

  /**
   * Tells queries, or keys, where they stand, or takes their gradient back.
   *
   * @param steps {@code [batch, time, heads headSize]}; changed in place
   * @param heads number of heads
   * @param back whether it is the gradient
   */
  default void place(float[] steps, int batch, int time, int heads, boolean back) {
    // Unchanged.
  }

  /**
   * Adds to energies.
   *
   * @param q {@code [batch, queryTime, heads headSize]}, scaled and placed
   * @param energies {@code [queries, stride]}
   */
  default void addEnergies(Tile tile, float[] q, float[] energies) {
    // Nothing is added.
  }

  /**
   * Adds to the heads' outputs.
   *
   * @param weights after dropout, {@code [queries, stride]}
   * @param z as q
   */
  default void addContexts(Tile tile, float[] weights, float[] z) {
    // Nothing is added.
  }

  /**
   * Tells queries, or keys, that all stand at the same place.
   *
   * @param rows {@code [count, heads headSize]}; changed in place
   * @param count how many
   * @param heads number of heads
   * @param place where they stand, from 0
   */
  default void placeAt(float[] rows, int count, int heads, int place) {
    // Unchanged.
  }

  /** Begins a step of queries that all stand at the same place. */
  default void beginStep(Pass pass, int place) {
    // Most have nothing to prepare.
  }

  /**
   * Adds to the energies of a query of the step with the keys up to its own place.
   *
   * @param q has the head's query, scaled and placed
   * @param at where it begins
   * @param energies has those of the head
   * @param from where they begin, with the first key's
   * @param keys how many
   */
  default void addStepEnergies(int head, float[] q, int at, float[] energies, int from, int keys) {
    // Nothing is added.
  }

  /**
   * Adds to the head's output of a query of the step.
   *
   * @param weights has those of the head
   * @param from where they begin, with the first key's
   * @param keys how many
   * @param z has the output
   * @param at where it begins
   */
  default void addStepContexts(float[] weights, int from, int keys, float[] z, int at) {
    // Nothing is added.
  }

  /** Makes ready to go back from the last pass. */
  default void beginBackward(Extent extent) {
    // Nothing is learned.
  }

  /**
   * Adds to the gradient by the weights.
   *
   * @param dz gradient by z
   * @param gradient by the weights after dropout, {@code [queries, stride]}
   */
  default void addWeightGradients(Tile tile, float[] dz, float[] gradient) {
    // Contexts are what they are without positions.
  }

  /**
   * Takes the gradient by energies.
   *
   * @param gradient {@code [queries, stride]}
   * @param dq adds up the gradient by q; it will be scaled
   */
  default void takeEnergyGradients(Tile tile, float[] gradient, float[] dq) {
    // Energies have no parameters.
  }

  /**
   * The gradients by parameters that are products of many rows; others are added here.
   *
   * @param q as forward
   * @param dz as before
   * @return what to add up
   */
  default List<WeightGradient.Sum> gradients(Pass pass, Extent extent, float[] q, float[] dz) {
    return List.of();
  }
}
