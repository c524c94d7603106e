package io.github.dl4jattention.zoo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.model.Optimizer;
import io.github.dl4jattention.zoo.search.space.ModelSpaces;
import io.github.dl4jattention.zoo.search.space.SearchSpace;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.learning.config.Sgd;
import picocli.CommandLine;

/** What the ready spaces draw are models: their options are accepted, and fit each other. */
class ReadySpacesTests {
  private static final int SAMPLES = 3;
  private static final Optimizer OPTIMIZER = new Optimizer(new Sgd(0.1), 1);

  @TempDir private static Path folder;

  private static ProgressView nobody() {
    return new ProgressView(new PrintWriter(Writer.nullWriter()), false);
  }

  /** Corners of the space, and places within. */
  private static List<List<String>> samples(ModelSpaces spaces) {
    SearchSpace space = spaces.ready();
    int dimensions = space.numParameters();
    Random random = new Random(1);
    List<double[]> places = new ArrayList<>(List.of(new double[dimensions]));
    places.add(random.doubles(dimensions, 0.999, 1).toArray());
    for (int i = 0; i < SAMPLES; i++) {
      places.add(random.doubles(dimensions).toArray());
    }
    return places.stream().map(place -> space.getValue(place).arguments()).toList();
  }

  private static Object parsed(ModelSpaces spaces, List<String> options) {
    CommandLine train = new CommandLine(new TrainCommand());
    List<String> words = new ArrayList<>(List.of(spaces.model()));
    words.addAll(options);
    return train.parseArgs(words.toArray(String[]::new)).subcommand().commandSpec().userObject();
  }

  @ParameterizedTest
  @EnumSource(names = {"TRANSLATION", "TRANSFORMER"})
  void everySampleIsATranslationModel(ModelSpaces spaces) {
    for (List<String> options : samples(spaces)) {
      TextTraining training = (TextTraining) parsed(spaces, options);
      training.family().check(false);
      training.loop().check();
      ComputationGraphConfiguration graph =
          training.family().model(20).configuration(30, 40, OPTIMIZER, 1);
      assertThat(graph.getVertices()).as(options.toString()).hasSizeGreaterThan(4);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CLASSIFIER", "MASKED_LANGUAGE_MODEL"})
  void everySampleIsAnEncoder(ModelSpaces spaces) {
    for (List<String> options : samples(spaces)) {
      EncoderTraining training = (EncoderTraining) parsed(spaces, options);
      training.family().check();
      assertThat(training.family().model(20, null).toJson().isEmpty()).isFalse();
    }
  }

  /** The settings come first, then the data. */
  @ParameterizedTest
  @EnumSource
  void everySampleIsAcceptedByItsTraining(ModelSpaces spaces) {
    List<String> data =
        spaces == ModelSpaces.CAPTIONER
            ? List.of("--images=nowhere", "--captions=nowhere.txt")
            : List.of("--data=nowhere.txt");
    for (List<String> options : samples(spaces)) {
      List<String> words = new ArrayList<>(List.of(spaces.model()));
      words.addAll(options);
      words.addAll(data);
      words.add("--runs=" + folder);
      assertThatThrownBy(() -> Zoo.train(nobody(), words))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("nowhere");
    }
  }
}
