package io.github.dl4jattention.zoo.encoders;

import io.github.dl4jattention.layers.ConfigurationGuard;
import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.encoders.EncoderWeights.Layer;
import io.github.dl4jattention.zoo.encoders.Step.Convolution;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Weights in the zips that DL4J writes, such as its zoo's VGG16, whose layers have Keras's names.
 *
 * <p>Of the file's one array of parameters only what belongs to the wanted convolutions is kept: of
 * VGG16's 138 million, most are the classifier's. Where each layer's parameters begin follows from
 * the file's configuration, as in DL4J: layers in topological order, of a convolution the bias
 * before the kernel.
 *
 * <p>A file is not trusted: entries are bounded, the classes that the configuration names are
 * checked before DL4J instantiates them, nothing is read with Java serialisation.
 */
final class Dl4jWeights {
  private static final String CONFIGURATION = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";
  private static final int MAX_JSON_BYTES = 16 << 20;

  /** Twice VGG16 with its classifier. */
  private static final long MAX_PARAMETERS = 280_000_000;

  /** Modes of storage of which lengths are written as longs; earlier ones wrote ints. */
  private static final String LONG_SHAPE = "LONG_SHAPE";

  private static final String MIXED_DATA_TYPES = "MIXED_DATA_TYPES";

  private Dl4jWeights() {}

  /**
   * Reads a file's weights.
   *
   * @param file the file
   * @return the weights, of the network that the names of its layers tell
   * @throws UserError if it cannot be read, or is of none of {@link Architectures#ALL}
   */
  static EncoderWeights read(Path file) {
    return read(file, Architectures.ALL);
  }

  /** Reads a file's weights, of one of some networks. */
  static EncoderWeights read(Path file, List<Architecture> known) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ComputationGraphConfiguration configuration = configuration(zip);
      Map<String, GraphVertex> vertices = configuration.getVertices();
      Architecture architecture =
          Architectures.withMost(known, vertices::containsKey)
              .orElseThrow(() -> Architectures.unknown(file, vertices.keySet()));
      Map<String, Long> begins = begins(configuration);
      for (Convolution step : architecture.convolutions()) {
        check(file, architecture, step, vertices.get(step.name()));
      }
      float[] prefix = parameters(zip, end(architecture, begins));
      return EncoderWeights.of(
          architecture, step -> layer(prefix, Math.toIntExact(begins.get(step.name())), step));
    } catch (UserError e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new UserError(
          "%s cannot be read as a graph of DL4J's (%s): fetch it again, or choose another file"
              .formatted(file, reason(e)),
          e);
    }
  }

  /**
   * Weights of a graph in memory.
   *
   * @param graph with layers named as in one of the networks
   * @param known the networks
   * @return the weights
   * @throws IllegalArgumentException if it is of none, or a layer has another shape
   */
  static EncoderWeights of(ComputationGraph graph, List<Architecture> known) {
    Architecture architecture =
        Architectures.withMost(known, name -> graph.getVertex(name) != null)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the graph is of no network that can encode photos: it has none of the"
                            + " layers of "
                            + known.stream()
                                .map(Architecture::name)
                                .collect(Collectors.joining(", "))));
    return EncoderWeights.of(architecture, step -> layer(graph, step));
  }

  private static Layer layer(ComputationGraph graph, Convolution step) {
    var vertex = graph.getVertex(step.name());
    var layer = vertex == null ? null : vertex.getLayer();
    long[] expected = {step.out(), step.in(), step.kernel(), step.kernel()};
    INDArray kernel = layer == null ? null : layer.paramTable().get("W");
    INDArray bias = layer == null ? null : layer.paramTable().get("b");
    if (kernel == null || bias == null || !Arrays.equals(kernel.shape(), expected)) {
      throw new IllegalArgumentException(
          "the graph's layer %s has a kernel %s, expected %s and a bias"
              .formatted(
                  step.name(),
                  kernel == null ? "nowhere" : Arrays.toString(kernel.shape()),
                  Arrays.toString(expected)));
    }
    return new Layer(kernel.dup('c').data().asFloat(), bias.dup('c').data().asFloat());
  }

  private static String reason(Exception e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    String line = message.strip().lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "?");
    return line.length() > 200 ? line.substring(0, 200) + "..." : line;
  }

  private static ZipEntry entry(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IOException("its entry %s is missing".formatted(name));
    }
    return entry;
  }

  private static ComputationGraphConfiguration configuration(ZipFile zip) throws IOException {
    try (InputStream in = zip.getInputStream(entry(zip, CONFIGURATION))) {
      byte[] bytes = in.readNBytes(MAX_JSON_BYTES);
      if (in.read() >= 0) {
        throw new IOException("its configuration is too large");
      }
      String json = new String(bytes, StandardCharsets.UTF_8);
      ConfigurationGuard.check(json);
      return ComputationGraphConfiguration.fromJson(json);
    }
  }

  /** Where the parameters of each vertex begin. */
  private static Map<String, Long> begins(ComputationGraphConfiguration configuration)
      throws IOException {
    ComputationGraph graph = new ComputationGraph(configuration);
    Map<Integer, String> names = graph.calculateIndices().getIdxToName();
    Map<String, Long> begins = new HashMap<>();
    long next = 0;
    for (int index : graph.topologicalSortOrder()) {
      String name = names.get(index);
      begins.put(name, next);
      GraphVertex vertex = configuration.getVertices().get(name);
      long count = vertex == null ? 0 : vertex.numParams(true); // An input is no vertex.
      if (count < 0 || count > MAX_PARAMETERS - next) {
        throw new IOException("more parameters than " + MAX_PARAMETERS);
      }
      next += count;
    }
    return begins;
  }

  private static void check(
      Path file, Architecture architecture, Convolution step, GraphVertex vertex) {
    String expected =
        "[%d, %d, %d, %d]".formatted(step.out(), step.in(), step.kernel(), step.kernel());
    String found = "nothing of the kind";
    if (vertex instanceof LayerVertex layer
        && layer.getLayerConf().getLayer() instanceof ConvolutionLayer convolution
        && convolution.getKernelSize().length == 2
        && convolution.hasBias()) {
      found =
          "[%d, %d, %d, %d]"
              .formatted(
                  convolution.getNOut(),
                  convolution.getNIn(),
                  convolution.getKernelSize()[0],
                  convolution.getKernelSize()[1]);
    }
    if (!found.equals(expected)) {
      throw new UserError(
          "%s has not the weights of %s: the layer %s has %s, expected a kernel %s and a bias;"
                  .formatted(file, architecture.name(), step.name(), found, expected)
              + " fetch it again, or choose another file");
    }
  }

  private static int end(Architecture architecture, Map<String, Long> begins) {
    long end = 0;
    for (Convolution step : architecture.convolutions()) {
      end = Math.max(end, begins.get(step.name()) + step.out() + step.kernelLength());
    }
    return Math.toIntExact(end);
  }

  private static Layer layer(float[] parameters, int at, Convolution step) {
    int kernel = at + step.out();
    return new Layer(
        Arrays.copyOfRange(parameters, kernel, kernel + step.kernelLength()),
        Arrays.copyOfRange(parameters, at, kernel));
  }

  /** The first of all parameters. The rest is read over, for its checksum. */
  private static float[] parameters(ZipFile zip, int count) throws IOException {
    ZipEntry entry = entry(zip, COEFFICIENTS);
    CRC32 sum = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum)) {
      DataInputStream data = new DataInputStream(new BufferedInputStream(in, 1 << 16));
      Header shape = header(data);
      if (shape.length() > 20) {
        throw new IOException(
            "its parameters have a shape of %d numbers".formatted(shape.length()));
      }
      data.skipNBytes(shape.length() * shape.size());
      Header header = header(data);
      if (!header.type().equals("FLOAT")
          || header.length() < count
          || header.length() > MAX_PARAMETERS) {
        throw new IOException(
            "%d parameters of type %s, expected %d to %d of type FLOAT"
                .formatted(header.length(), header.type(), count, MAX_PARAMETERS));
      }
      float[] parameters = floats(data, count);
      data.skipNBytes(Float.BYTES * (header.length() - count));
      if (data.read() >= 0 || sum.getValue() != entry.getCrc()) {
        throw new IOException("its entry %s is damaged".formatted(COEFFICIENTS));
      }
      return parameters;
    }
  }

  private static float[] floats(DataInputStream in, int count) throws IOException {
    float[] values = new float[count];
    byte[] bytes = new byte[1 << 16];
    for (int at = 0; at < count; ) {
      int some = Math.min(count - at, bytes.length / Float.BYTES);
      in.readFully(bytes, 0, some * Float.BYTES);
      ByteBuffer.wrap(bytes).asFloatBuffer().get(values, at, some);
      at += some;
    }
    return values;
  }

  /**
   * What ND4J writes ahead of numbers.
   *
   * @param length how many they are
   * @param type INT, LONG, FLOAT, ...
   */
  private record Header(long length, String type) {
    long size() {
      return type.equals("INT") ? Integer.BYTES : Long.BYTES;
    }
  }

  private static Header header(DataInputStream in) throws IOException {
    String mode = in.readUTF();
    boolean longs = mode.equals(LONG_SHAPE) || mode.equals(MIXED_DATA_TYPES);
    long length = longs ? in.readLong() : in.readInt();
    if (length < 0) {
      throw new IOException("a length of " + length);
    }
    return new Header(length, in.readUTF());
  }
}
