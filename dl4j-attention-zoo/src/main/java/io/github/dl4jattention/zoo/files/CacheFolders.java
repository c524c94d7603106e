package io.github.dl4jattention.zoo.files;

import java.nio.file.Path;
import org.deeplearning4j.common.resources.DL4JResources;

/**
 * Where files are kept that can be fetched or made again: below DL4J's own folder, {@code
 * ~/.deeplearning4j} or what the system property {@code org.deeplearning4j.resources.directory}
 * says.
 */
public final class CacheFolders {
  private CacheFolders() {}

  /**
   * Weights of pretrained encoders.
   *
   * @return a folder, which may not be there yet
   */
  public static Path encoders() {
    return base().resolve("encoders");
  }

  /**
   * Annotations of photos.
   *
   * @return a folder, which may not be there yet
   */
  public static Path annotations() {
    return base().resolve("annotations");
  }

  /**
   * Trained models, a folder each: where DL4J keeps those of its zoo, apart from them.
   *
   * @return a folder, which may not be there yet
   */
  public static Path models() {
    return DL4JResources.getBaseDirectory().toPath().resolve("models").resolve("dl4j-attention");
  }

  private static Path base() {
    return DL4JResources.getBaseDirectory().toPath().resolve("dl4j-attention");
  }
}
