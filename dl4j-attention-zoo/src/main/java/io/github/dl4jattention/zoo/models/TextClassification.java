package io.github.dl4jattention.zoo.models;

import io.github.dl4jattention.zoo.classification.ClassifierCard;
import io.github.dl4jattention.zoo.model.Optimizer;
import io.github.dl4jattention.zoo.model.TransformerEncoder;
import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Classes of texts by a Transformer's encoder: {@link TransformerEncoder}. Trained models are those
 * that you train or that a zoo has: none comes with the library.
 *
 * <pre>{@code
 * ComputationGraph fresh = TextClassification.builder().optClasses(6).build().init();
 * }</pre>
 *
 * <p>{@link io.github.dl4jattention.zoo.classification.Classifier} is the same for texts. The input
 * is a text, with a vocabulary of {@value ZooModelBuilder#VOCABULARY} where no input shape is
 * given.
 */
public final class TextClassification extends AttentionZooModel {
  private final TransformerEncoder model;
  private final int classes;

  private TextClassification(Builder builder) {
    super(builder, new int[][] {{ZooModelBuilder.STEPS, ZooModelBuilder.VOCABULARY}});
    model = builder.model;
    classes = builder.classes;
  }

  @Override
  protected ComputationGraph newGraph(int[][] shape, Optimizer how, long randomSeed) {
    return model.newGraph(shape[0][1], classes, how, randomSeed);
  }

  @Override
  protected ComputationGraph read(Path file) {
    return ClassifierCard.load(file).graph();
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
  public static final class Builder extends ZooModelBuilder<TextClassification, Builder> {
    private TransformerEncoder model = TransformerEncoder.builder().build();
    private int classes = 2;

    private Builder() {}

    /**
     * What a new graph is like.
     *
     * @param settings by default those of {@code TransformerEncoder.builder()}
     * @return this
     */
    public Builder optModel(TransformerEncoder settings) {
      model = settings;
      return this;
    }

    /**
     * How many classes a new graph tells apart.
     *
     * @param number by default 2
     * @return this
     */
    public Builder optClasses(int number) {
      if (number < 1) {
        throw new IllegalArgumentException(
            "a classifier of %d classes tells nothing: give 2 or more".formatted(number));
      }
      classes = number;
      return this;
    }

    @Override
    Builder self() {
      return this;
    }

    @Override
    public TextClassification build() {
      return new TextClassification(this);
    }
  }
}
