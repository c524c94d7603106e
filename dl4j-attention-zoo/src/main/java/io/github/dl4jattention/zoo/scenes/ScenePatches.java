package io.github.dl4jattention.zoo.scenes;

import io.github.dl4jattention.zoo.annotations.AnnotationSource;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Objects;

/**
 * Small pictures as overlapping patches: for each of 12 x 12 places, what is within 8 pixels of its
 * centre, at half the resolution, and where the place is, from -4 to 4 across and down. Without the
 * last two a network that sees one patch at a time could not tell above from below (Liu et al.
 * 2018, "An Intriguing Failing of Convolutional Neural Networks and the CoordConv Solution").
 *
 * <p>A channel is a colour (red, green, blue) at an offset; the last two are across and down. What
 * is outside of the picture is 0, between black (-1) and white (1).
 */
public final class ScenePatches implements AnnotationSource {
  /** Places from top to bottom, and from left to right. */
  public static final int PLACES = 12;

  /** Pixels of half the resolution, of a patch's side. */
  private static final int PATCH = 8;

  private static final int COLORS = 3;
  private static final int HALF_SIDE = Scene.SIDE / 2;
  private static final int STEP = HALF_SIDE / PLACES;

  /** With 1 relations of two shapes are learnt many epochs later. */
  private static final float FARTHEST = 4;

  /** Numbers of a patch. */
  public static final int CHANNELS = COLORS * PATCH * PATCH + 2;

  private final List<float[]> pictures;

  /**
   * Pictures of {@link Scene#SIDE} x {@link Scene#SIDE} pixels.
   *
   * @param pictures the pictures
   * @throws IllegalArgumentException if one has another size
   */
  public ScenePatches(List<BufferedImage> pictures) {
    this.pictures = pictures.stream().map(ScenePatches::halved).toList();
  }

  /**
   * Draws scenes.
   *
   * @param scenes the scenes
   * @return their pictures
   */
  public static ScenePatches of(List<Scene> scenes) {
    return new ScenePatches(scenes.stream().map(ScenePainter::paint).toList());
  }

  /** Means of 2 x 2 pixels, from -1 to 1: {@code [color][y][x]}. */
  private static float[] halved(BufferedImage picture) {
    if (picture.getWidth() != Scene.SIDE || picture.getHeight() != Scene.SIDE) {
      throw new IllegalArgumentException(
          "a scene has %d x %d pixels, not %d x %d"
              .formatted(Scene.SIDE, Scene.SIDE, picture.getWidth(), picture.getHeight()));
    }
    float[] values = new float[COLORS * HALF_SIDE * HALF_SIDE];
    for (int y = 0; y < Scene.SIDE; y++) {
      for (int x = 0; x < Scene.SIDE; x++) {
        int rgb = picture.getRGB(x, y);
        for (int c = 0; c < COLORS; c++) {
          int level = (rgb >> (8 * (COLORS - 1 - c))) & 0xFF;
          values[(c * HALF_SIDE + y / 2) * HALF_SIDE + x / 2] += (level / 127.5f - 1) / 4;
        }
      }
    }
    return values;
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
    return PLACES;
  }

  @Override
  public int columns() {
    return PLACES;
  }

  @Override
  public void fill(int[] photos, float[] into) {
    int length = CHANNELS * PLACES * PLACES;
    if (into.length < Math.multiplyExact(photos.length, length)) {
      throw new IllegalArgumentException(
          "%d scenes need %d numbers, there is room for %d"
              .formatted(photos.length, (long) photos.length * length, into.length));
    }
    for (int i = 0; i < photos.length; i++) {
      Objects.checkIndex(photos[i], pictures.size());
      fill(pictures.get(photos[i]), into, i * length);
    }
  }

  private static void fill(float[] picture, float[] into, int at) {
    int next = at;
    for (int c = 0; c < COLORS; c++) {
      for (int dy = 0; dy < PATCH; dy++) {
        for (int dx = 0; dx < PATCH; dx++) {
          for (int place = 0; place < PLACES * PLACES; place++) {
            int y = middle(place / PLACES) + dy - PATCH / 2;
            int x = middle(place % PLACES) + dx - PATCH / 2;
            boolean isInside = y >= 0 && y < HALF_SIDE && x >= 0 && x < HALF_SIDE;
            into[next++] = isInside ? picture[(c * HALF_SIDE + y) * HALF_SIDE + x] : 0;
          }
        }
      }
    }
    float half = (PLACES - 1) / 2f;
    for (int place = 0; place < PLACES * PLACES; place++) {
      int row = place / PLACES;
      into[next + place] = FARTHEST * (place % PLACES - half) / half;
      into[next + PLACES * PLACES + place] = FARTHEST * (row - half) / half;
    }
  }

  private static int middle(int place) {
    return place * STEP + STEP / 2;
  }
}
