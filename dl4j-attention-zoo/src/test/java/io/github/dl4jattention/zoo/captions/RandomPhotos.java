package io.github.dl4jattention.zoo.captions;

import io.github.dl4jattention.zoo.annotations.AnnotationSource;
import java.util.Random;

/** Annotations of photos that never were: each a function of its number. */
record RandomPhotos(int photos, int channels, int rows, int columns) implements AnnotationSource {
  @Override
  public void fill(int[] numbers, float[] into) {
    int length = channels * rows * columns;
    for (int i = 0; i < numbers.length; i++) {
      Random random = new Random(numbers[i]);
      for (int j = 0; j < length; j++) {
        into[i * length + j] = (float) random.nextGaussian();
      }
    }
  }
}
