package io.github.dl4jattention.zoo.models;

import io.github.dl4jattention.zoo.behaviours.BehaviourCard;
import io.github.dl4jattention.zoo.model.AtRank;
import io.github.dl4jattention.zoo.model.Optimizer;
import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What users act on next, from what they did: {@link AtRank}. Trained models are those that you
 * train or that a zoo has: none comes with the library.
 *
 * <pre>{@code
 * ZooModel<?> model = BehaviourRanking.builder().build();
 * model.setInputShape(new int[][] {{100, 20_000}, {100, 50}, {100, 4}});
 * ComputationGraph fresh = model.init();
 * }</pre>
 *
 * <p>{@link io.github.dl4jattention.zoo.behaviours.BehaviourRanker} is the same for behaviours. The
 * input shape is that of a user's items, of their categories and of their types of action: steps,
 * and how many numbers there are. Where none is given, {@value ZooModelBuilder#VOCABULARY} items of
 * 100 categories, and 10 types.
 */
public final class BehaviourRanking extends AttentionZooModel {
  private static final int CATEGORIES = 100;
  private static final int ACTIONS = 10;

  private final AtRank model;

  private BehaviourRanking(Builder builder) {
    super(
        builder,
        new int[][] {
          {ZooModelBuilder.STEPS, ZooModelBuilder.VOCABULARY},
          {ZooModelBuilder.STEPS, CATEGORIES},
          {ZooModelBuilder.STEPS, ACTIONS}
        });
    model = builder.model;
  }

  @Override
  protected ComputationGraph newGraph(int[][] shape, Optimizer how, long randomSeed) {
    return model.newGraph(shape[0][1], shape[1][1], shape[2][1], how, randomSeed);
  }

  @Override
  protected ComputationGraph read(Path file) {
    return BehaviourCard.load(file).graph();
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
  public static final class Builder extends ZooModelBuilder<BehaviourRanking, Builder> {
    private AtRank model = AtRank.builder().build();

    private Builder() {}

    /**
     * What a new graph is like.
     *
     * @param settings by default those of {@code AtRank.builder()}
     * @return this
     */
    public Builder optModel(AtRank settings) {
      model = settings;
      return this;
    }

    @Override
    Builder self() {
      return this;
    }

    @Override
    public BehaviourRanking build() {
      return new BehaviourRanking(this);
    }
  }
}
