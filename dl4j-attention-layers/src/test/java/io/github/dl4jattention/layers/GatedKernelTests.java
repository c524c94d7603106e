package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jattention.layers.kernel.Buffers;
import io.github.dl4jattention.layers.kernel.LanesProvider;
import io.github.dl4jattention.layers.runtime.GatedLayer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional.Mode;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Kernels of recurrent layers give what ND4J's operations give: outputs, states and all gradients,
 * over random sizes, lengths, masks, states, layouts and truncations; in plain Java and in vectors.
 * The other side is in double precision.
 */
class GatedKernelTests {
  private static final LayerWorkspaceMgr NO_WORKSPACES = LayerWorkspaceMgr.noWorkspaces();
  private static final DataType FLOAT = DataType.FLOAT;
  private static final int DRAWS = 240;
  private static final double TOLERANCE = 1e-4;

  /** What a kernel reads without having written it is NaN. */
  @BeforeEach
  void poison() {
    Buffers.poison(true);
  }

  @AfterEach
  void restore() {
    Buffers.poison(false);
    LanesProvider.choose("auto");
  }

  /** Random sizes of a layer and of what it reads. */
  private static final class Case {
    final Random random;
    final long in;
    final long size;
    final RNNFormat format;
    INDArray input; // in the layer's layout
    INDArray epsilon;
    INDArray mask;
    int steps;

    Case(long seed) {
      random = new Random(seed);
      in = KernelSubjects.size(random);
      size = KernelSubjects.size(random);
      format = random.nextInt(4) == 0 ? RNNFormat.NWC : RNNFormat.NCW;
    }

    /** Another batch, another length, another mask. */
    void draw(long outputs) {
      int batch = 1 + random.nextInt(9);
      int time = 1 + random.nextInt(random.nextBoolean() ? 4 : 20);
      input = sequence(batch, in, time);
      epsilon = sequence(batch, outputs, time);
      Subject.Padding[] paddings = Subject.Padding.values();
      Subject.Padding padding = paddings[random.nextInt(paddings.length)];
      mask =
          padding == Subject.Padding.NONE
              ? null
              : Paddings.mask(FLOAT, random, batch, time, padding);
      steps = random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(time + 2);
    }

    /** Of either order, and in the layer's layout. */
    private INDArray sequence(long batch, long channels, long time) {
      INDArray values = TestGraphs.random(FLOAT, random.nextLong(), batch, channels, time);
      if (format == RNNFormat.NWC) {
        values = values.permute(0, 2, 1);
      }
      return random.nextBoolean() ? values.dup('c') : values.dup('f');
    }
  }

  private static Layer layer(
      org.deeplearning4j.nn.conf.layers.Layer configuration, DataType type, INDArray parameters) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new org.deeplearning4j.nn.conf.NeuralNetConfiguration.Builder()
                .dataType(type)
                .list()
                .layer(configuration)
                .build());
    network.init();
    if (parameters != null) {
      network.setParams(parameters.castTo(type));
    }
    network.initGradientsView();
    return network.getLayer(0);
  }

  private static INDArray randomParameters(Layer like, Random random) {
    return TestGraphs.random(DataType.DOUBLE, random.nextLong(), like.params().length())
        .muli(0.5)
        .reshape(like.params().shape());
  }

  @ParameterizedTest
  @EnumSource
  void aLayerGivesWhatOperationsGive(Gated kind) {
    for (int setting = 0; setting < DRAWS / 8; setting++) {
      Case c = new Case(31L * setting + kind.name().hashCode());
      BaseRecurrentLayer.Builder<?> settings =
          kind.settings().nIn(c.in).nOut(c.size).dataFormat(c.format);
      org.deeplearning4j.nn.conf.layers.Layer configuration = settings.build();
      INDArray parameters = randomParameters(layer(configuration.clone(), FLOAT, null), c.random);
      Layer operations = layer(configuration.clone(), DataType.DOUBLE, parameters);
      List<Layer> kernels = kernels(configuration, parameters);
      for (int draw = 0; draw < 8; draw++) {
        c.draw(c.size);
        Map<String, INDArray> states =
            c.random.nextBoolean()
                ? Map.of()
                : kind.randomStates(c.random.nextInt(), c.input.size(0), c.size);
        Map<String, INDArray> expected = run(operations, c, states);
        for (Layer kernel : kernels) {
          requireSame(c, expected, run(kernel, c, states));
        }
      }
    }
  }

  private static List<Layer> kernels(
      org.deeplearning4j.nn.conf.layers.Layer configuration, INDArray parameters) {
    return List.of(
        kernel(configuration, parameters, "plain"), kernel(configuration, parameters, "vector"));
  }

  private static Layer kernel(
      org.deeplearning4j.nn.conf.layers.Layer configuration, INDArray parameters, String lanes) {
    LanesProvider.choose(lanes);
    Layer layer = layer(configuration.clone(), FLOAT, parameters);
    layer.setInput(Nd4j.zeros(FLOAT, 1, 1, 1), NO_WORKSPACES); // It chooses.
    layer.clear();
    return layer;
  }

  private static Map<String, INDArray> run(Layer layer, Case c, Map<String, INDArray> states) {
    RecurrentLayer recurrent = (RecurrentLayer) layer;
    DataType type = layer.params().dataType();
    Map<String, INDArray> typed = new HashMap<>();
    states.forEach((name, state) -> typed.put(name, state.castTo(type)));
    recurrent.rnnSetTBPTTState(typed);
    layer.setMaskArray(c.mask);
    Map<String, INDArray> results = new HashMap<>();
    INDArray output =
        recurrent.rnnActivateUsingStoredState(c.input.castTo(type), true, true, NO_WORKSPACES);
    results.put("output", output.dup());
    recurrent.rnnGetTBPTTState().forEach((name, state) -> results.put("state " + name, state));
    INDArray ofInput =
        recurrent.tbpttBackpropGradient(c.epsilon.castTo(type), c.steps, NO_WORKSPACES).getSecond();
    results.put("gradient by the input", ofInput.dup());
    results.put("gradient by the parameters", layer.getGradientsViewArray().dup());
    return results;
  }

  @ParameterizedTest
  @EnumSource
  void bothDirectionsGiveWhatDl4jsOwnGive(Gated kind) {
    for (int setting = 0; setting < DRAWS / 8; setting++) {
      Case c = new Case(77L * setting + kind.name().hashCode());
      BaseRecurrentLayer.Builder<?> settings =
          kind.settings().nIn(c.in).nOut(c.size).dataFormat(c.format);
      org.deeplearning4j.nn.conf.layers.Layer inner = settings.build();
      Mode[] modes = Mode.values();
      Mode mode = modes[setting % modes.length];
      long outputs = mode == Mode.CONCAT ? 2 * c.size : c.size;
      var dl4js =
          new org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional(mode, inner.clone());
      INDArray parameters = randomParameters(layer(dl4js.clone(), FLOAT, null), c.random);
      Layer operations = layer(dl4js.clone(), DataType.DOUBLE, parameters);
      List<Layer> kernels = kernels(new Bidirectional(mode, inner), parameters);
      for (int draw = 0; draw < 8; draw++) {
        c.draw(outputs);
        Map<String, INDArray> expected = run(operations, c);
        for (Layer kernel : kernels) {
          requireSame(c, expected, run(kernel, c));
        }
      }
    }
  }

  private static Map<String, INDArray> run(Layer layer, Case c) {
    DataType type = layer.params().dataType();
    layer.setInput(c.input.castTo(type), NO_WORKSPACES);
    layer.feedForwardMaskArray(c.mask, null, (int) c.input.size(0));
    Map<String, INDArray> results = new HashMap<>();
    results.put("output", layer.activate(true, NO_WORKSPACES).dup());
    INDArray ofInput = layer.backpropGradient(c.epsilon.castTo(type), NO_WORKSPACES).getSecond();
    results.put("gradient by the input", ofInput.dup());
    results.put("gradient by the parameters", layer.getGradientsViewArray().dup());
    layer.clear();
    return results;
  }

  /** To a part in ten thousand of the largest number. */
  private static void requireSame(
      Case c, Map<String, INDArray> expected, Map<String, INDArray> actual) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, values) -> {
          INDArray given = actual.get(name);
          assertThat(given.dataType()).isEqualTo(FLOAT);
          assertThat(given.shape()).isEqualTo(values.shape());
          double largest = Math.max(1e-3, values.amaxNumber().doubleValue());
          assertThat(GatedNetworks.difference(given, values))
              .as("%s of %d to %d channels, mask %s", name, c.in, c.size, c.mask)
              .isLessThanOrEqualTo(TOLERANCE * largest);
        });
  }

  /** The backward pass uses up what the forward pass kept, and makes it anew if it is not there. */
  @ParameterizedTest
  @EnumSource
  void aBackwardPassWithoutAForwardPassRunsOne(Gated kind) {
    BaseRecurrentLayer.Builder<?> settings = kind.settings().nIn(3).nOut(5);
    org.deeplearning4j.nn.conf.layers.Layer configuration = settings.build();
    for (var one : List.of(configuration, new Bidirectional(configuration.clone()))) {
      Layer layer = layer(one, FLOAT, null);
      INDArray input = TestGraphs.random(FLOAT, 1, 2, 3, 4);
      INDArray epsilon = TestGraphs.random(FLOAT, 2, 2, one instanceof Bidirectional ? 10 : 5, 4);
      INDArray[] gradients = new INDArray[4];
      for (int i = 0; i < 4; i++) {
        if (i == 0 || i == 2) {
          layer.setInput(input, NO_WORKSPACES);
        }
        if (i == 0) {
          layer.activate(true, NO_WORKSPACES);
        }
        layer.backpropGradient(epsilon, NO_WORKSPACES);
        gradients[i] = layer.getGradientsViewArray().dup();
        assertThat(gradients[i]).isEqualTo(gradients[0]);
      }
      assertThat(gradients[0].amaxNumber().doubleValue()).isGreaterThan(1e-3);
      INDArray other = TestGraphs.random(FLOAT, 3, 2, 3, 4);
      layer.activate(true, NO_WORKSPACES);
      layer.setInput(other, NO_WORKSPACES);
      layer.backpropGradient(epsilon, NO_WORKSPACES);
      assertThat(layer.getGradientsViewArray()).isNotEqualTo(gradients[0]);
    }
  }

  /** NaN and infinity of one example stay with it. */
  @ParameterizedTest
  @EnumSource
  void whatIsNotANumberStaysInItsExample(Gated kind) {
    BaseRecurrentLayer.Builder<?> settings = kind.settings().nIn(3).nOut(5);
    Layer layer = layer(settings.build(), FLOAT, null);
    assertThat(layer).isInstanceOf(GatedLayer.class);
    INDArray input = TestGraphs.random(FLOAT, 1, 4, 3, 6);
    layer.setInput(input, NO_WORKSPACES);
    INDArray clean = layer.activate(false, NO_WORKSPACES).dup();
    input.putScalar(new int[] {1, 0, 2}, Float.NaN);
    layer.setInput(input, NO_WORKSPACES);
    INDArray output = layer.activate(false, NO_WORKSPACES);
    for (int example = 0; example < 4; example++) {
      INDArray row = output.slice(example);
      if (example == 1) {
        assertThat(row.isNaN().castTo(FLOAT).sumNumber().intValue()).isEqualTo(5 * 4);
      } else {
        assertThat(row).isEqualTo(clean.slice(example));
      }
    }
  }
}
