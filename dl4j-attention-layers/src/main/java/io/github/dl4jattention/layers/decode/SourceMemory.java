package io.github.dl4jattention.layers.decode;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What sources give to every step of a {@link DecoderStepper}. Never changed once made. */
public final class SourceMemory {
  private final Rows annotations;
  private final Rows keys;
  private final Rows mask;
  private final AdditiveLook.Prepared prepared;

  /** Which source each row is of. */
  private final int[] sources;

  /**
   * A memory, a row a source.
   *
   * @param annotations {@code [rows, sourceTime, annotationSize]}
   * @param keys the same as the score has prepared them
   * @param mask null where all steps are real
   * @param prepared what a kernel needs beside; null if there is none
   */
  SourceMemory(Rows annotations, Rows keys, Rows mask, AdditiveLook.Prepared prepared) {
    this(annotations, keys, mask, prepared, IntStream.range(0, annotations.count()).toArray());
  }

  private SourceMemory(
      Rows annotations, Rows keys, Rows mask, AdditiveLook.Prepared prepared, int... sources) {
    this.annotations = annotations;
    this.keys = keys;
    this.mask = mask;
    this.prepared = prepared;
    this.sources = sources;
  }

  /**
   * What is looked at.
   *
   * @return {@code [rows, sourceTime, annotationSize]}, zeros at padding
   */
  public INDArray annotations() {
    return annotations.array();
  }

  /**
   * The same as the score has prepared them, projected for example.
   *
   * @return {@code [rows, sourceTime, keySize]}
   */
  public INDArray keys() {
    return keys.array();
  }

  /**
   * Which steps are real.
   *
   * @return {@code [rows, sourceTime]}, 1 = real; null where all steps are real
   */
  public INDArray mask() {
    return mask == null ? null : mask.array();
  }

  Rows annotationRows() {
    return annotations;
  }

  AdditiveLook.Prepared prepared() {
    return prepared;
  }

  /**
   * Picks rows, in any order, each as often as wanted.
   *
   * @param rows row i of the result is row {@code rows[i]} of this
   * @return the picked rows
   */
  public SourceMemory select(int... rows) {
    int[] picked = IntStream.of(rows).map(row -> sources[row]).toArray();
    if (Arrays.equals(picked, sources)) { // A beam's rows changed places within their source.
      return this;
    }
    return new SourceMemory(
        annotations.select(rows),
        keys.select(rows),
        mask == null ? null : mask.select(rows),
        prepared,
        picked);
  }
}
