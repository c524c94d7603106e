package io.github.dl4jattention.zoo.scenes;

import io.github.dl4jattention.zoo.annotations.AnnotationSource;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Objects;

/**
 * Small pictures as numbers: three channels of colour and two that say where a pixel is, from -1 to
 * 1 each. Without the last two a convolution could not tell above from below (Liu et al. 2018, "An
 * Intriguing Failing of Convolutional Neural Networks and the CoordConv Solution").
 */
public final class ScenePixels implements AnnotationSource {
  /** Red, green, blue, across, down. */
  public static final int CHANNELS = 5;

  private static final int COLORS = 3;
  private static final int PLACES = Scene.SIDE * Scene.SIDE;
  private static final double MIDDLE = 127.5;

  private final List<BufferedImage> pictures;

  /**
   * Pictures of {@link Scene#SIDE} x {@link Scene#SIDE} pixels.
   *
   * @param pictures the pictures
   * @throws IllegalArgumentException if one has another size
   */
  public ScenePixels(List<BufferedImage> pictures) {
    for (BufferedImage picture : pictures) {
      if (picture.getWidth() != Scene.SIDE || picture.getHeight() != Scene.SIDE) {
        throw new IllegalArgumentException(
            "a scene has %d x %d pixels, not %d x %d"
                .formatted(Scene.SIDE, Scene.SIDE, picture.getWidth(), picture.getHeight()));
      }
    }
    this.pictures = List.copyOf(pictures);
  }

  /**
   * Draws scenes.
   *
   * @param scenes the scenes
   * @return their pictures
   */
  public static ScenePixels of(List<Scene> scenes) {
    return new ScenePixels(scenes.stream().map(ScenePainter::paint).toList());
  }

  @Override
  public int photos() {
    return pictures.size();
  }

  @Override
  public int channels() {
    return CHANNELS;
  }

  @Override
  public int rows() {
    return Scene.SIDE;
  }

  @Override
  public int columns() {
    return Scene.SIDE;
  }

  @Override
  public void fill(int[] photos, float[] into) {
    if (into.length < photos.length * CHANNELS * PLACES) {
      throw new IllegalArgumentException(
          "%d scenes need %d numbers, there is room for %d"
              .formatted(photos.length, photos.length * CHANNELS * PLACES, into.length));
    }
    for (int i = 0; i < photos.length; i++) {
      Objects.checkIndex(photos[i], pictures.size());
      fill(pictures.get(photos[i]), into, i * CHANNELS * PLACES);
    }
  }

  private static void fill(BufferedImage picture, float[] into, int at) {
    double half = (Scene.SIDE - 1) / 2.0;
    for (int y = 0; y < Scene.SIDE; y++) {
      for (int x = 0; x < Scene.SIDE; x++) {
        int place = at + y * Scene.SIDE + x;
        int rgb = picture.getRGB(x, y);
        for (int c = 0; c < COLORS; c++) {
          int level = (rgb >> (8 * (COLORS - 1 - c))) & 0xFF;
          into[place + c * PLACES] = (float) ((level - MIDDLE) / MIDDLE);
        }
        into[place + COLORS * PLACES] = (float) ((x - half) / half);
        into[place + (COLORS + 1) * PLACES] = (float) ((y - half) / half);
      }
    }
  }
}
