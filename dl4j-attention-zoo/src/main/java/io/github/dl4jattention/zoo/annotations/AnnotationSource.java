package io.github.dl4jattention.zoo.annotations;

/**
 * The annotation vectors of some photos: for each photo a grid of vectors, one for each place.
 *
 * <p>The paper's are 14 x 14 places with 512 channels: Xu et al. 2015, Show, Attend and Tell,
 * section 3.1.1. What is read may come from a cache, from memory or from a generator of scenes;
 * implementations may be read from several threads at a time.
 */
public interface AnnotationSource {
  /**
   * How many photos there are.
   *
   * @return at least 0
   */
  int photos();

  /**
   * Length of an annotation vector.
   *
   * @return at least 1
   */
  int channels();

  /**
   * Places from top to bottom.
   *
   * @return at least 1
   */
  int rows();

  /**
   * Places from left to right.
   *
   * @return at least 1
   */
  int columns();

  /**
   * Reads annotations of a batch: {@code [photos, channels, rows * columns]} in row-major order, so
   * that the place (row, column) of a channel is at {@code row * columns + column}.
   *
   * @param photos their numbers, from 0 to {@link #photos()} - 1
   * @param into what is filled; at least {@code photos.length * channels * rows * columns} long
   * @throws IllegalArgumentException if it is shorter
   * @throws IndexOutOfBoundsException if there is no such photo
   */
  void fill(int[] photos, float[] into);
}
