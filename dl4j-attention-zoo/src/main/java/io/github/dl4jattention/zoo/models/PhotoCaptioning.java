package io.github.dl4jattention.zoo.models;

import io.github.dl4jattention.zoo.captions.CaptionCard;
import io.github.dl4jattention.zoo.captions.ShowAttendTell;
import io.github.dl4jattention.zoo.model.Optimizer;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Sentences about photos: {@link ShowAttendTell}. Trained models are those that you train or that a
 * zoo has: none comes with the library.
 *
 * <pre>{@code
 * PhotoCaptioning model = PhotoCaptioning.builder().optVocabulary(3_000).build();
 * model.setInputShape(new int[][] {{512, 13, 13}}); // SqueezeNet's annotations
 * ComputationGraph fresh = model.init();
 * }</pre>
 *
 * <p>{@link io.github.dl4jattention.zoo.captions.PhotoCaptioner} is the same for photos. The input
 * shape is that of a photo's annotations; the captions so far are the second input, of which only
 * the vocabulary matters, a setting of the builder.
 */
public final class PhotoCaptioning extends AttentionZooModel {
  private final ShowAttendTell model;
  private final int vocabulary;

  private PhotoCaptioning(Builder builder) {
    super(
        builder,
        new int[][] {{builder.model.channels(), builder.model.rows(), builder.model.columns()}});
    model = builder.model;
    vocabulary = builder.vocabulary;
  }

  @Override
  protected ComputationGraph newGraph(int[][] shape, Optimizer how, long randomSeed) {
    ObjectNode settings = model.toJson();
    settings.put("channels", shape[0][0]).put("rows", shape[0][1]).put("columns", shape[0][2]);
    try {
      return ShowAttendTell.parse(settings).newGraph(vocabulary, how, randomSeed);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the model does not take this input shape: " + e.getMessage(), e);
    }
  }

  @Override
  protected ComputationGraph read(Path file) {
    return CaptionCard.load(file).graph();
  }

  /**
   * Starts with the defaults.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Its settings. */
  public static final class Builder extends ZooModelBuilder<PhotoCaptioning, Builder> {
    private ShowAttendTell model = ShowAttendTell.builder().setAnnotations(512, 14, 14).build();
    private int vocabulary = ZooModelBuilder.VOCABULARY;

    private Builder() {}

    /**
     * What a new graph is like.
     *
     * @param settings by default those of {@code ShowAttendTell.builder()} for VGG16's annotations,
     *     512 at 14 x 14 places
     * @return this
     */
    public Builder optModel(ShowAttendTell settings) {
      model = settings;
      return this;
    }

    /**
     * Numbers in the vocabulary of a new graph's captions.
     *
     * @param numbers by default {@value ZooModelBuilder#VOCABULARY}
     * @return this
     */
    public Builder optVocabulary(int numbers) {
      vocabulary = numbers;
      return this;
    }

    @Override
    Builder self() {
      return this;
    }

    @Override
    public PhotoCaptioning build() {
      return new PhotoCaptioning(this);
    }
  }
}
