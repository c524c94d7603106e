package io.github.dl4jattention.zoo.scenes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Scenes from a seed: the same seed, the same scenes, on every machine. No two are the same.
 *
 * <pre>{@code
 * List<Scene> scenes = new SceneGenerator(1).scenes(1000);
 * String text = scenes.get(0).caption(); // a red circle above a blue square
 * }</pre>
 */
public final class SceneGenerator {
  private static final int SMALLEST = 5;
  private static final int SMALL_SIZES = 2;
  private static final int LARGEST = 10;
  private static final List<SceneShape.Kind> KINDS = List.of(SceneShape.Kind.values());
  private static final List<SceneShape.Paint> PAINTS = List.of(SceneShape.Paint.values());
  private static final double ALONE = 0.2;

  /** A relation is only named where one of the two distances is this much larger. */
  private static final double CLEARLY = 1.8;

  private final SplittableRandom random;

  /**
   * A generator.
   *
   * @param seed of the scenes
   */
  public SceneGenerator(long seed) {
    random = new SplittableRandom(seed);
  }

  /**
   * The next scenes.
   *
   * @param count how many
   * @return scenes, none like another
   */
  public List<Scene> scenes(int count) {
    Set<Scene> seen = new HashSet<>();
    List<Scene> scenes = new ArrayList<>();
    while (scenes.size() < count) {
      Scene scene = random.nextDouble() < ALONE ? new Scene(List.of(shape(radius()))) : two();
      if (seen.add(scene)) {
        scenes.add(scene);
      }
    }
    return scenes;
  }

  private int radius() {
    return SMALLEST + random.nextInt(LARGEST - SMALLEST + 1);
  }

  private Scene two() {
    while (true) {
      SceneShape small = shape(SMALLEST + random.nextInt(SMALL_SIZES));
      SceneShape large = shape(LARGEST - random.nextInt(SMALL_SIZES));
      if (isClear(small, large)) {
        return new Scene(List.of(small, large));
      }
    }
  }

  /** They do not touch, and it is plain where one is to the other. */
  private static boolean isClear(SceneShape a, SceneShape b) {
    int across = Math.abs(a.x() - b.x());
    int down = Math.abs(a.y() - b.y());
    boolean apart = Math.max(across, down) > a.radius() + b.radius() + 1;
    return apart && (across > CLEARLY * down || down > CLEARLY * across);
  }

  private SceneShape shape(int radius) {
    int free = Scene.SIDE - 2 * radius - 1;
    return new SceneShape(
        KINDS.get(random.nextInt(KINDS.size())),
        PAINTS.get(random.nextInt(PAINTS.size())),
        radius + random.nextInt(free + 1),
        radius + random.nextInt(free + 1),
        radius);
  }
}
