package io.github.dl4jattention.zoo.search.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.AdditiveAttention;
import io.github.dl4jattention.layers.Attention;
import io.github.dl4jattention.layers.AttentionLayer;
import io.github.dl4jattention.layers.AttentionPooling;
import io.github.dl4jattention.layers.BahdanauDecoder;
import io.github.dl4jattention.layers.Bidirectional;
import io.github.dl4jattention.layers.FinalState;
import io.github.dl4jattention.layers.FirstStep;
import io.github.dl4jattention.layers.GRU;
import io.github.dl4jattention.layers.IntraAttention;
import io.github.dl4jattention.layers.LSTM;
import io.github.dl4jattention.layers.LayerNormalization;
import io.github.dl4jattention.layers.LearnedPosition;
import io.github.dl4jattention.layers.LuongDecoder;
import io.github.dl4jattention.layers.LuongOutput;
import io.github.dl4jattention.layers.MultiHeadAttention;
import io.github.dl4jattention.layers.MultiHeadAttentionPooling;
import io.github.dl4jattention.layers.MultiHeadSelfAttention;
import io.github.dl4jattention.layers.Readout;
import io.github.dl4jattention.layers.RecurrentVertex;
import io.github.dl4jattention.layers.ReverseSequence;
import io.github.dl4jattention.layers.RmsNormalization;
import io.github.dl4jattention.layers.SelfAttention;
import io.github.dl4jattention.layers.SequenceDropout;
import io.github.dl4jattention.layers.SinusoidalPosition;
import io.github.dl4jattention.layers.SoftmaxOutput;
import io.github.dl4jattention.layers.TemporalConvolution;
import io.github.dl4jattention.layers.TiedEmbedding;
import io.github.dl4jattention.layers.TokenEmbedding;
import io.github.dl4jattention.layers.TransformerDecoderLayer;
import io.github.dl4jattention.layers.TransformerEncoderLayer;
import io.github.dl4jattention.layers.score.DotScore;
import io.github.dl4jattention.layers.score.GeneralScore;
import io.github.dl4jattention.layers.score.ScaledDotScore;
import io.github.dl4jattention.layers.score.Score;
import java.lang.reflect.Modifier;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** A space of each layer and vertex of the library; one that is missing here fails a test. */
class EveryLayerSpaceTests {
  private static final ObjectMapper MAPPER =
      org.deeplearning4j.nn.conf.NeuralNetConfiguration.mapper();

  /** Each with one setting searched, of two values or more. */
  static List<BuiltSpace<?>> all() {
    List<BuiltSpace<?>> all = new ArrayList<>();
    all.addAll(layers());
    all.addAll(vertices());
    return all;
  }

  private static List<BuiltSpace<?>> layers() {
    return List.of(
        sized(size -> AttentionPooling.builder().setScore(score()).optQueries(size).build()),
        scored(score -> SelfAttention.builder().setScore(score).build()),
        sized(size -> IntraAttention.builder().nOut(4).optAttentionSize(size).build()),
        sized(size -> MultiHeadSelfAttention.builder().setHeads(size).build()),
        sized(size -> MultiHeadAttentionPooling.builder().setHeads(size).build()),
        sized(size -> TransformerEncoderLayer.builder().setHeads(size).build()),
        sized(size -> new GRU.Builder().nOut(size).build()),
        sized(size -> new LSTM.Builder().nOut(size).build()),
        sized(size -> new Bidirectional(new GRU.Builder().nOut(size).build())),
        sized(size -> new TokenEmbedding.Builder().nIn(9).nOut(size).build()),
        sized(size -> new SoftmaxOutput.Builder().nOut(size).build()),
        sized(size -> Readout.builder().nOut(size).build()),
        sized(size -> LearnedPosition.builder().setMaxLength(size).build()),
        sized(size -> TemporalConvolution.builder().setWidth(size).build()),
        chosen(on -> LayerNormalization.builder().optBias(on).build()),
        chosen(on -> RmsNormalization.builder().optGain(on).build()),
        chosen(on -> SinusoidalPosition.builder().optScaleInput(on).build()));
  }

  private static List<BuiltSpace<?>> vertices() {
    return List.of(
        sized(size -> AdditiveAttention.builder().setAttentionSize(size).build()),
        scored(score -> Attention.builder().setScore(score).build()),
        sized(size -> MultiHeadAttention.builder().setHeads(size).build()),
        sized(size -> BahdanauDecoder.builder().setStateSize(size).build()),
        sized(size -> LuongDecoder.builder().setStateSize(size).build()),
        sized(size -> LuongOutput.builder().optOutputSize(size).build()),
        sized(size -> RecurrentVertex.builder().setStateSize(size).build()),
        sized(size -> TransformerDecoderLayer.builder().setHeads(size).build()),
        sized(size -> new FinalState(size)),
        sized(size -> new TiedEmbedding("embedding", size)),
        BuiltSpace.of(values -> new SequenceDropout(values.real("dropout")))
            .with("dropout", new DiscreteParameterSpace<>(0.1, 0.3)),
        // These have no settings: that they are there is the choice.
        BuiltSpace.<Object>of(
                values -> values.flag("first") ? new FirstStep() : new ReverseSequence())
            .with("first", new DiscreteParameterSpace<>(true, false)));
  }

  private static Score score() {
    return new GeneralScore();
  }

  private static BuiltSpace<Object> sized(Function<Integer, Object> built) {
    return BuiltSpace.of(values -> built.apply(values.whole("size")))
        .with("size", new DiscreteParameterSpace<>(2, 4));
  }

  private static BuiltSpace<Object> chosen(Function<Boolean, Object> built) {
    return BuiltSpace.of(values -> built.apply(values.flag("on")))
        .with("on", new DiscreteParameterSpace<>(true, false));
  }

  private static BuiltSpace<Object> scored(Function<Score, Object> built) {
    return BuiltSpace.of(values -> built.apply(values.get("score", Score.class)))
        .with(
            "score",
            new DiscreteParameterSpace<>(new DotScore(), new ScaledDotScore(), new GeneralScore()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void itsSettingsAreSearched(BuiltSpace<?> space) throws Exception {
    assertThat(space.numParameters()).isEqualTo(1);
    leaf(space).setIndices(0);
    Set<String> different = new TreeSet<>();
    for (double coordinate : new double[] {0, 0.5, 0.99}) {
      different.add(MAPPER.writeValueAsString(space.getValue(new double[] {coordinate})));
    }
    assertThat(different).hasSizeGreaterThanOrEqualTo(2);
  }

  private static ParameterSpace<?> leaf(BuiltSpace<?> space) {
    return space.collectLeaves().get(0);
  }

  @Test
  void noLayerOfTheLibraryIsMissing() throws Exception {
    Set<String> here = new TreeSet<>();
    for (BuiltSpace<?> space : all()) {
      leaf(space).setIndices(0);
      for (double coordinate : new double[] {0, 0.99}) {
        here.add(space.getValue(new double[] {coordinate}).getClass().getName());
      }
    }
    assertThat(here).isEqualTo(publicLayers());
  }

  /** Of the library's package, wherever its class files are: in a folder or in a jar. */
  private static Set<String> publicLayers() throws Exception {
    Set<String> names = new TreeSet<>();
    Path library =
        Path.of(AttentionLayer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String folder = AttentionLayer.class.getPackageName().replace('.', '/');
    if (Files.isDirectory(library)) {
      addLayers(library.resolve(folder), names);
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(library)) {
        addLayers(jar.getPath(folder), names);
      }
    }
    return names;
  }

  private static void addLayers(Path folder, Set<String> names) throws Exception {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.class")) {
      for (Path file : files) {
        String simple = file.getFileName().toString().replace(".class", "");
        String name = AttentionLayer.class.getPackageName() + "." + simple;
        Class<?> one = Class.forName(name, false, AttentionLayer.class.getClassLoader());
        boolean isOne =
            Layer.class.isAssignableFrom(one) || GraphVertex.class.isAssignableFrom(one);
        int modifiers = one.getModifiers();
        if (isOne && Modifier.isPublic(modifiers) && !Modifier.isAbstract(modifiers)) {
          names.add(name);
        }
      }
    }
  }
}
