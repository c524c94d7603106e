package io.github.dl4jattention.zoo.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jattention.zoo.scenes.SceneShape.Kind;
import io.github.dl4jattention.zoo.scenes.SceneShape.Paint;
import java.awt.image.BufferedImage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SceneTests {
  private static final SceneShape CIRCLE = new SceneShape(Kind.CIRCLE, Paint.RED, 10, 30, 5);
  private static final SceneShape SQUARE = new SceneShape(Kind.SQUARE, Paint.BLUE, 34, 30, 10);

  @Test
  void aCaptionSaysWhereTheFirstIs() {
    assertThat(new Scene(List.of(CIRCLE)).caption()).isEqualTo("a red circle");
    assertThat(new Scene(List.of(CIRCLE, SQUARE)).caption())
        .isEqualTo("a red circle left of a blue square");
    assertThat(new Scene(List.of(SQUARE, CIRCLE)).caption())
        .isEqualTo("a blue square right of a red circle");
    SceneShape above = new SceneShape(Kind.CROSS, Paint.WHITE, 34, 10, 5);
    assertThat(new Scene(List.of(above, SQUARE)).caption())
        .isEqualTo("a white cross above a blue square");
    assertThat(new Scene(List.of(SQUARE, above)).caption())
        .isEqualTo("a blue square below a white cross");
  }

  @Test
  void scenesComeOfTheirSeedAndNoneTwice() {
    List<Scene> scenes = new SceneGenerator(4).scenes(2_000);
    assertThat(new SceneGenerator(4).scenes(2_000)).isEqualTo(scenes);
    assertThat(new SceneGenerator(5).scenes(2_000)).isNotEqualTo(scenes);
    assertThat(new HashSet<>(scenes)).hasSize(2_000);
    // The first of more are those of fewer.
    assertThat(new SceneGenerator(4).scenes(10)).isEqualTo(scenes.subList(0, 10));
  }

  @Test
  void shapesAreInsideApartAndTheFirstIsTheSmaller() {
    for (Scene scene : new SceneGenerator(9).scenes(3_000)) {
      for (SceneShape shape : scene.shapes()) {
        assertThat(shape.x() - shape.radius()).isNotNegative();
        assertThat(shape.y() - shape.radius()).isNotNegative();
        assertThat(shape.x() + shape.radius()).isLessThan(Scene.SIDE);
        assertThat(shape.y() + shape.radius()).isLessThan(Scene.SIDE);
      }
      if (scene.shapes().size() == 2) {
        SceneShape first = scene.shapes().get(0);
        SceneShape second = scene.shapes().get(1);
        assertThat(second.radius() - first.radius()).isGreaterThanOrEqualTo(2);
        assertThat(Math.max(Math.abs(first.x() - second.x()), Math.abs(first.y() - second.y())))
            .isGreaterThan(first.radius() + second.radius());
      }
    }
  }

  @Test
  void everyWordIsUsed() {
    Set<String> words =
        new SceneGenerator(1)
            .scenes(1_000).stream()
                .flatMap(scene -> List.of(scene.caption().split(" ")).stream())
                .collect(Collectors.toSet());
    assertThat(words)
        .containsExactlyInAnyOrder(
            "a",
            "red",
            "green",
            "blue",
            "yellow",
            "purple",
            "white",
            "circle",
            "square",
            "triangle",
            "cross",
            "above",
            "below",
            "left",
            "right",
            "of");
  }

  @Test
  void aShapeIsDrawnWhereItIs() {
    for (Scene scene : new SceneGenerator(3).scenes(50)) {
      BufferedImage picture = ScenePainter.paint(scene);
      for (SceneShape shape : scene.shapes()) {
        assertThat(picture.getRGB(shape.x(), shape.y())).isEqualTo(shape.paint().color().getRGB());
      }
    }
  }

  @Test
  void patchesAreColoursAndPlaces() {
    ScenePatches patches =
        ScenePatches.of(List.of(new Scene(List.of(CIRCLE)), new Scene(List.of(SQUARE))));
    int places = ScenePatches.PLACES * ScenePatches.PLACES;
    float[] into = new float[2 * ScenePatches.CHANNELS * places];
    patches.fill(new int[] {1, 0}, into);
    int place = 7 * ScenePatches.PLACES + 8; // its centre is (34, 30), the square's
    int middle = 4 * 8 + 4; // of a patch of 8 x 8
    double blue = Paint.BLUE.color().getBlue() / 127.5 - 1;
    assertThat(into[(128 + middle) * places + place]).isCloseTo((float) blue, within(1e-5f));
    assertThat(into[128 * places]).isZero(); // the corner's upper left is outside of the picture
    assertThat(into[192 * places]).isEqualTo(-4); // across, at the left
    assertThat(into[192 * places + ScenePatches.PLACES - 1]).isEqualTo(4);
    assertThat(into[193 * places]).isEqualTo(-4); // down, at the top
    assertThat(into[194 * places - 1]).isEqualTo(4);
    int second = ScenePatches.CHANNELS * places;
    double red = Paint.RED.color().getRed() / 127.5 - 1;
    int left = 7 * ScenePatches.PLACES + 2; // its centre is (10, 30), the circle's
    assertThat(into[second + middle * places + left]).isCloseTo((float) red, within(1e-5f));
    assertThatThrownBy(() -> patches.fill(new int[] {2}, into))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> patches.fill(new int[] {0}, new float[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aGazeIsCountedAtTheShapesWord() {
    Scene scene = new Scene(List.of(CIRCLE, SQUARE));
    List<String> words = List.of("a", "red", "circle", "left", "of", "a", "blue", "square");
    float[][] attention = new float[8][16]; // 4 x 4 places of 12 pixels
    for (float[] row : attention) {
      row[0] = 1;
    }
    attention[2] = new float[16];
    attention[2][2 * 4] = 0.6f; // centre (6, 30): in the circle's box
    attention[2][3] = 0.4f;
    SceneGaze gaze = new SceneGaze();
    gaze.add(scene, words, attention, 4, 4);
    assertThat(gaze.words()).isEqualTo(2);
    assertThat(gaze.share()).isEqualTo(0.5); // at "square" it looked into the corner
    assertThat(gaze.mass()).isCloseTo(0.3, within(1e-6));
  }
}
