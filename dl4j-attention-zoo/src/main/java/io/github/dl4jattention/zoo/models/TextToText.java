package io.github.dl4jattention.zoo.models;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.model.ModelFamily;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.model.Optimizer;
import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** What the models that turn texts into texts have in common: source first, target second. */
abstract class TextToText extends AttentionZooModel {
  private final ModelFamily family;

  TextToText(ZooModelBuilder<?, ?> builder, ModelFamily family, int sources, int targets) {
    super(
        builder, new int[][] {{ZooModelBuilder.STEPS, sources}, {ZooModelBuilder.STEPS, targets}});
    this.family = family;
  }

  @Override
  protected final ComputationGraph newGraph(int[][] shape, Optimizer how, long randomSeed) {
    return family.newGraph(shape[0][1], shape[1][1], how, randomSeed);
  }

  @Override
  protected final ComputationGraph read(Path file) {
    ModelFile.Loaded loaded = ModelFile.load(file);
    ModelFamily settings = loaded.card().settings();
    if (settings != null && !settings.kind().equals(family.kind())) {
      throw new UserError(
          "%s holds a model of kind %s, this is of kind %s: name another by optPretrained"
              .formatted(file, settings.kind(), family.kind()));
    }
    return loaded.model().graph();
  }
}
