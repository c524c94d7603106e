package io.github.dl4jattention.layers;

import io.github.dl4jattention.layers.runtime.Rewards;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * A layer or vertex under the contract, with the inputs it takes.
 *
 * @param name for reports
 * @param configuration makes a new configuration: a {@link Layer} or a {@link GraphVertex}
 * @param dropping makes the same configuration with a dropout of a half inside; null if it has none
 * @param traits what the contract may expect of it beside what it expects of all
 * @param inputs its inputs
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Subject(
    String name,
    Supplier<?> configuration,
    Supplier<?> dropping,
    List<Trait> traits,
    Input... inputs) {
  /** What not every layer has. */
  enum Trait {
    /** It has attention weights. */
    WEIGHTS,
    /** The weights of a real query sum to one, or to zero where it sees no key. */
    NORMALISED,
    /** Its weights are sampled in training: finite differences are no gradient of it. */
    SAMPLED,
    /** Dropout keeps the output's expectation: the output is linear in what is dropped. */
    KEEPS_EXPECTATION,
    /**
     * A step of 0.1 along the gradient overshoots: it divides by the deviation of a few channels.
     */
    STEEP
  }

  /**
   * An input.
   *
   * @param size channels
   * @param steps inputs with the same letter have the same time steps and mask; null for one vector
   *     an example
   */
  record Input(long size, String steps) {}

  static Input sequence(long size, String steps) {
    return new Input(size, steps);
  }

  static Input vector(long size) {
    return new Input(size, null);
  }

  /** An attention: it has weights that sum to one. */
  static Subject attention(String name, Supplier<?> configuration, Input... inputs) {
    return new Subject(name, configuration, null, List.of(Trait.WEIGHTS, Trait.NORMALISED), inputs);
  }

  /** An attention whose weights may sum to less than one. */
  static Subject unnormalised(String name, Supplier<?> configuration, Input... inputs) {
    return new Subject(name, configuration, null, List.of(Trait.WEIGHTS), inputs);
  }

  /** An attention whose weights are drawn in training. */
  static Subject sampled(String name, Supplier<?> configuration, Input... inputs) {
    List<Trait> traits = List.of(Trait.WEIGHTS, Trait.NORMALISED, Trait.SAMPLED);
    return new Subject(name, configuration, null, traits, inputs);
  }

  /** A layer without attention weights. */
  static Subject plain(String name, Supplier<?> configuration, Input... inputs) {
    return new Subject(name, configuration, null, List.of(), inputs);
  }

  /** It has dropout inside, and is linear in what is dropped. */
  Subject dropping(Supplier<?> withDropout) {
    List<Trait> more = new ArrayList<>(traits);
    more.add(Trait.KEEPS_EXPECTATION);
    return new Subject(name, configuration, withDropout, more, inputs);
  }

  /** Its weights are drawn in training. */
  Subject sampling() {
    List<Trait> more = new ArrayList<>(traits);
    more.add(Trait.SAMPLED);
    return new Subject(name, configuration, dropping, more, inputs);
  }

  /** It goes downhill in small steps only. */
  Subject steep() {
    List<Trait> more = new ArrayList<>(traits);
    more.add(Trait.STEEP);
    return new Subject(name, configuration, dropping, more, inputs);
  }

  /** It has dropout inside, and what is dropped passes through something that is not linear. */
  Subject droppingInside(Supplier<?> withDropout) {
    return new Subject(name, configuration, withDropout, traits, inputs);
  }

  /** This subject as the contract has it, but with its dropout. */
  Subject withDropout() {
    return new Subject(name, dropping, null, traits, inputs);
  }

  @Override
  public String toString() {
    return name;
  }

  boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /**
   * Whether a parameter has an influence: a bias of keys shifts all energies of a query alike,
   * which no normalised distribution sees.
   */
  static boolean matters(String parameter) {
    return !parameter.toLowerCase(Locale.ROOT).endsWith("bk");
  }

  boolean isLayer() {
    return configuration.get() instanceof Layer;
  }

  /** Whether there is an input that has a mask. */
  boolean takesSequence() {
    return Arrays.stream(inputs).anyMatch(input -> input.steps() != null);
  }

  /** How a graph is made. */
  static final class Options {
    DataType type = DataType.DOUBLE;
    IUpdater updater = new NoOp();
    WorkspaceMode workspaces = WorkspaceMode.ENABLED;
    long seed = 7;
    boolean trained;
    int stack = 1;

    /** DL4J's own dropOut of layers: the probability of keeping; 1 for none. */
    double keepInput = 1;
  }

  ComputationGraph graph(DataType type) {
    Options options = new Options();
    options.type = type;
    return graph(options);
  }

  /** The subject with LSTMs or dense layers below and a loss above. */
  ComputationGraph trainedGraph() {
    Options options = new Options();
    options.trained = true;
    return graph(options);
  }

  ComputationGraph graph(Options options) {
    ComputationGraph graph = new ComputationGraph(graphConfiguration(options));
    graph.init();
    reward(graph);
    return graph;
  }

  /** Sets a reward where one is needed, as after a graph was read from a file. */
  void reward(ComputationGraph graph) {
    if (has(Trait.SAMPLED)) {
      Rewards.of(graph, "subject").set(() -> someReward(graph));
    }
  }

  /** Sets a reward where one is needed, and the baseline of another graph's. */
  void rewardLike(ComputationGraph other, ComputationGraph graph) {
    reward(graph);
    if (has(Trait.SAMPLED)) {
      double baseline = Rewards.of(other, "subject").baseline().orElseThrow();
      Rewards.of(graph, "subject").setBaseline(baseline);
    }
  }

  /** Any, but another for each example. */
  private static INDArray someReward(ComputationGraph graph) {
    var vertex = graph.getVertex("subject");
    INDArray input = vertex.hasLayer() ? vertex.getLayer().input() : vertex.getInputs()[0];
    return Nd4j.linspace(-1, 1, input.size(0), DataType.DOUBLE);
  }

  ComputationGraphConfiguration graphConfiguration(Options options) {
    String[] names = new String[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      names[i] = "in" + i;
    }
    ComputationGraphConfiguration.GraphBuilder builder =
        Surroundings.builder(options).graphBuilder().addInputs(names).setInputTypes(inputTypes());
    String[] below = options.trained ? addBelow(builder, names) : names;
    String top = addSubjects(builder, options, below);
    if (options.trained) {
      builder.addLayer("output", Surroundings.head(givesSequence()), top).setOutputs("output");
    } else {
      builder.setOutputs(top);
    }
    return builder.build();
  }

  private String[] addBelow(ComputationGraphConfiguration.GraphBuilder builder, String... names) {
    String[] below = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      below[i] = "below" + i;
      builder.addLayer(below[i], Surroundings.below(inputs[i]), names[i]);
    }
    return below;
  }

  /** The subject, or several of them, each with the first input from the one below. */
  private String addSubjects(
      ComputationGraphConfiguration.GraphBuilder builder, Options options, String... below) {
    String[] from = below.clone();
    String name = "subject";
    for (int i = 0; i < options.stack; i++) {
      name = i == 0 ? "subject" : "subject" + i;
      if (configuration.get() instanceof Layer layer) {
        if (options.keepInput < 1) {
          layer.setIDropout(new Dropout(options.keepInput));
        }
        builder.addLayer(name, layer, from);
      } else {
        builder.addVertex(name, (GraphVertex) configuration.get(), from);
      }
      from = from.clone();
      from[0] = name;
    }
    return name;
  }

  /** Types of the inputs. */
  InputType[] inputTypes() {
    return Arrays.stream(inputs)
        .map(
            input ->
                input.steps() == null
                    ? InputType.feedForward(input.size())
                    : InputType.recurrent(input.size()))
        .toArray(InputType[]::new);
  }

  /** A layer, or several of them, in a network of layers; made as {@link #graph} makes graphs. */
  MultiLayerNetwork network(Options options) {
    NeuralNetConfiguration.ListBuilder builder = Surroundings.builder(options).list();
    if (options.trained) {
      builder.layer(Surroundings.below(inputs[0]));
    }
    for (int i = 0; i < options.stack; i++) {
      builder.layer((Layer) configuration.get());
    }
    if (options.trained) {
      builder.layer(Surroundings.head(givesSequence()));
    }
    MultiLayerNetwork network =
        new MultiLayerNetwork(builder.setInputType(inputTypes()[0]).build());
    network.init();
    return network;
  }

  /** Type of the output. */
  InputType outputType() {
    Options options = new Options();
    ComputationGraphConfiguration graph = graphConfiguration(options);
    return graph.getLayerActivationTypes(inputTypes()).get("subject");
  }

  boolean givesSequence() {
    return outputType() instanceof InputType.InputTypeRecurrent;
  }

  /** Whether the output is shaped as the first input, so that subjects can be stacked. */
  boolean stacks() {
    return outputType() instanceof InputType.InputTypeRecurrent output
        && inputs[0].steps() != null
        && output.getSize() == inputs[0].size();
  }

  /** How masks look. */
  enum Padding {
    NONE,
    /** At the end, lengths differing. */
    END,
    /** Anywhere. */
    ANYWHERE,
    /** The first example's are all padding. */
    ALL_OF_FIRST
  }

  /**
   * Random inputs and masks.
   *
   * @param inputs an array for each input
   * @param masks a mask for each input; null as a whole without padding, a null for a vector
   */
  record Data(INDArray[] inputs, INDArray[] masks) {
    INDArray mask(int input) {
      return masks == null ? null : masks[input];
    }
  }

  /** Random data; times of 2 to 5 steps. */
  Data data(DataType type, long seed, int batch, Padding padding) {
    Random random = new Random(seed);
    List<String> groups = new ArrayList<>();
    List<Integer> times = new ArrayList<>();
    List<INDArray> masksOfGroups = new ArrayList<>();
    INDArray[] arrays = new INDArray[inputs.length];
    INDArray[] masks = new INDArray[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i].steps() == null) {
        arrays[i] = TestGraphs.random(type, seed + 31L * i, batch, inputs[i].size());
        continue;
      }
      int group = groups.indexOf(inputs[i].steps());
      if (group < 0) {
        group = groups.size();
        groups.add(inputs[i].steps());
        times.add(2 + random.nextInt(4));
        masksOfGroups.add(Paddings.mask(type, random, batch, times.get(group), padding));
      }
      arrays[i] =
          TestGraphs.random(type, seed + 31L * i, batch, inputs[i].size(), times.get(group));
      masks[i] = masksOfGroups.get(group);
    }
    return new Data(arrays, padding == Padding.NONE ? null : masks);
  }

  /** Data for {@link #trainedGraph}, with random labels. */
  MultiDataSet trainingData(long seed, int batch, Padding padding) {
    Data data = data(DataType.DOUBLE, seed, batch, padding);
    InputType output = outputType();
    INDArray labels;
    INDArray labelMask = null;
    if (output instanceof InputType.InputTypeRecurrent sequence) {
      boolean follows = sequence.getTimeSeriesLength() <= 0;
      long time = follows ? data.inputs()[0].size(2) : sequence.getTimeSeriesLength();
      labels = TestGraphs.random(DataType.DOUBLE, seed + 1000, batch, 2, time);
      labelMask = follows ? data.mask(0) : null;
    } else {
      labels = TestGraphs.random(DataType.DOUBLE, seed + 1000, batch, 2);
    }
    return new MultiDataSet(
        data.inputs(),
        new INDArray[] {labels},
        data.masks(),
        labelMask == null ? null : new INDArray[] {labelMask});
  }
}
