package io.github.dl4jattention.zoo.encoders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jattention.zoo.UserError;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Weights from DL4J's zips: of the form of its zoo's VGG16, with its classifier, but small. */
class Dl4jWeightsTests {
  private static final List<Architecture> KNOWN = List.of(TinyNetworks.TWO_LAYERS);

  @TempDir private Path folder;
  private Path file;
  private ComputationGraph graph;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("vgg16_dl4j_inference.zip");
    graph = graph(2);
    ModelSerializer.writeModel(graph, file.toFile(), false);
  }

  private static ComputationGraph graph(int channels) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(4)
                .graphBuilder()
                .addInputs("input_1")
                .setInputTypes(InputType.convolutional(8, 8, 3))
                .addLayer("block1_conv1", convolution(channels), "input_1")
                .addLayer("block1_conv2", convolution(2), "block1_conv1")
                .addLayer(
                    "block1_pool",
                    new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build(),
                    "block1_conv2")
                .addLayer("fc1", new DenseLayer.Builder().nOut(5).build(), "block1_pool")
                .addLayer(
                    "predictions",
                    new OutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build(),
                    "fc1")
                .setOutputs("predictions")
                .build());
    graph.init();
    graph.getLayer("block1_conv1").getParam("b").assign(0.5);
    return graph;
  }

  private static ConvolutionLayer convolution(int channels) {
    return new ConvolutionLayer.Builder(3, 3)
        .nOut(channels)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.RELU)
        .build();
  }

  @Test
  void theEncoderGivesWhatTheGraphsLayerGives() {
    Encoder encoder = new Encoder(Dl4jWeights.read(file, KNOWN));
    float[] photo = new float[3 * 8 * 8];
    Random random = new Random(2);
    for (int i = 0; i < photo.length; i++) {
      photo[i] = random.nextFloat();
    }
    INDArray expected =
        graph
            .feedForward(Nd4j.createFromArray(photo).reshape(1, 3, 8, 8), false)
            .get("block1_conv2");
    assertThat(expected.maxNumber().doubleValue()).isPositive();
    assertThat(encoder.forward().output(photo))
        .containsExactly(
            expected.dup('c').data().asFloat(), org.assertj.core.data.Offset.offset(1e-5f));
  }

  @Test
  void aGraphInMemoryGivesTheSameWeights() {
    assertThat(Dl4jWeights.of(graph, KNOWN).fingerprint())
        .isEqualTo(Dl4jWeights.read(file, KNOWN).fingerprint());
    assertThatThrownBy(() -> Dl4jWeights.of(graph(5), KNOWN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the graph's layer block1_conv1 has a kernel [5, 3, 3, 3], expected [2, 3, 3, 3] and a"
                + " bias");
    assertThatThrownBy(() -> Dl4jWeights.of(graph, List.of(TinyNetworks.ALL_STEPS)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("it has none of the layers of tiny-squeezenet");
    assertThatThrownBy(() -> Encoder.of(graph)) // VGG16 has more layers than two
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the graph's layer block1_conv1 has a kernel [2, 3, 3, 3]");
  }

  /** As DL4J 0.9 and earlier wrote arrays: lengths as ints. */
  @Test
  void theArraysOfEarlierVersionsAreRead() throws IOException {
    float[] values = graph.params().dup('c').data().asFloat();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF("DIRECT");
    out.writeInt(8);
    out.writeUTF("INT");
    for (int number : new int[] {2, 1, values.length, 1, 1, 0, 1, 'c'}) {
      out.writeInt(number);
    }
    out.writeUTF("DIRECT");
    out.writeInt(values.length);
    out.writeUTF("FLOAT");
    for (float value : values) {
      out.writeFloat(value);
    }
    String before = Dl4jWeights.read(file, KNOWN).fingerprint();
    replace("coefficients.bin", bytes.toByteArray());
    assertThat(Dl4jWeights.read(file, KNOWN).fingerprint()).isEqualTo(before);
  }

  @Test
  void aSavedEncoderIsReadAgain() throws IOException {
    EncoderWeights weights = EncoderWeights.random(Architectures.SQUEEZENET, 8);
    Path saved = folder.resolve("squeezenet.zip");
    ModelSerializer.writeModel(new Encoder(weights).graph(), saved.toFile(), false);
    assertThat(EncoderFile.read(saved).weights().fingerprint()).isEqualTo(weights.fingerprint());
  }

  @Test
  void errorsNameTheLayerAndBothShapes() throws IOException {
    ModelSerializer.writeModel(graph(5), file.toFile(), false);
    requireError(
        "has not the weights of tiny-vgg: the layer block1_conv1 has [5, 3, 3, 3], expected a"
            + " kernel [2, 3, 3, 3] and a bias");
  }

  @Test
  void classesThatAreNoLayersAreNotLoaded() throws IOException {
    String json =
        text("configuration.json")
            .replaceFirst("org\\.deeplearning4j\\.nn\\.conf[\\w.]+", "java.net.URL");
    replace("configuration.json", json.getBytes(StandardCharsets.UTF_8));
    requireError("its configuration names the class java.net.URL");
  }

  @Test
  void damagedEntriesAreRefused() throws IOException {
    byte[] coefficients = bytes("coefficients.bin");
    replace("coefficients.bin", java.util.Arrays.copyOf(coefficients, 300));
    requireError("cannot be read as a graph of DL4J's");
    byte[] more = java.util.Arrays.copyOf(coefficients, coefficients.length + 1);
    replace("coefficients.bin", more);
    requireError("its entry coefficients.bin is damaged");
    replace("configuration.json", "[]".getBytes(StandardCharsets.UTF_8));
    requireError("its configuration is not a JSON object");
    try (FileSystem zip = FileSystems.newFileSystem(file)) {
      Files.delete(zip.getPath("coefficients.bin"));
    }
    requireError("cannot be read as a graph of DL4J's");
    Files.write(file, new byte[] {'P', 'K', 3, 4});
    requireError("cannot be read as a graph of DL4J's");
  }

  private void requireError(String reason) {
    assertThatThrownBy(() -> Dl4jWeights.read(file, KNOWN))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file + " ")
        .hasMessageContaining(reason)
        .hasMessageEndingWith("fetch it again, or choose another file");
  }

  private byte[] bytes(String entry) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(file)) {
      return Files.readAllBytes(zip.getPath(entry));
    }
  }

  private String text(String entry) throws IOException {
    return new String(bytes(entry), StandardCharsets.UTF_8);
  }

  private void replace(String entry, byte[] content) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(file)) {
      Files.write(zip.getPath(entry), content);
    }
  }
}
