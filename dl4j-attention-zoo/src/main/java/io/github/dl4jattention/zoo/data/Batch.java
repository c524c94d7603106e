package io.github.dl4jattention.zoo.data;

import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.tokens.Vocabulary;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Pairs as the arrays a graph reads, padded to one length a side.
 *
 * @param source {@code [batch, 1, sourceTime]}: numbers of the sources; or what a model reads in
 *     their place
 * @param sourceMask {@code [batch, sourceTime]}, 1 = real; null where nothing is padded
 * @param decoderInput {@code [batch, 1, time]}: the targets one step late, {@link Vocabulary#START}
 *     first (teacher forcing); null of a model without a decoder
 * @param labels {@code [batch, 1, time]}: the targets, the end symbol last
 * @param targetMask {@code [batch, time]}, 1 = real
 * @param symbols how many target symbols are real
 * @param others what else the graph reads, after these; none of most models
 */
public record Batch(
    INDArray source,
    INDArray sourceMask,
    INDArray decoderInput,
    INDArray labels,
    INDArray targetMask,
    int symbols,
    List<Padded> others) {

  /**
   * A batch of a graph that reads sources and, if it has a decoder, its input.
   *
   * @param source {@code [batch, 1, sourceTime]}
   * @param sourceMask {@code [batch, sourceTime]}; null where nothing is padded
   * @param decoderInput {@code [batch, 1, time]}; null of a model without a decoder
   * @param labels {@code [batch, 1, time]}
   * @param targetMask {@code [batch, time]}
   * @param symbols how many target symbols are real
   */
  public Batch(
      INDArray source,
      INDArray sourceMask,
      INDArray decoderInput,
      INDArray labels,
      INDArray targetMask,
      int symbols) {
    this(source, sourceMask, decoderInput, labels, targetMask, symbols, List.of());
  }

  /**
   * What the graph reads, in the order of its inputs.
   *
   * @return source and, of what has a decoder, its input; then the others
   */
  public INDArray[] features() {
    Stream<INDArray> own = Stream.of(source, decoderInput).filter(Objects::nonNull);
    return Stream.concat(own, others.stream().map(Padded::tokens)).toArray(INDArray[]::new);
  }

  /**
   * Masks of the {@link #features()}.
   *
   * @return the source's and, of what has a decoder, the target's; then those of the others
   */
  public INDArray[] featureMasks() {
    Stream<INDArray> own =
        decoderInput == null ? Stream.of(sourceMask) : Stream.of(sourceMask, targetMask);
    return Stream.concat(own, others.stream().map(Padded::mask)).toArray(INDArray[]::new);
  }

  /**
   * Labels for a graph: numbers, or one-hot columns for one that was saved before its output layer
   * took numbers.
   *
   * @param graph what is trained
   * @return {@code [batch, 1, time]}, or {@code [batch, targetVocabulary, time]}
   */
  public INDArray labelsFor(ComputationGraph graph) {
    if (!(graph.getOutputLayer(0) instanceof RnnOutputLayer output)) {
      return labels;
    }
    INDArray columns =
        Nd4j.zeros(DataType.FLOAT, labels.size(0), output.layerConf().getNOut(), labels.size(2));
    for (int row = 0; row < labels.size(0); row++) {
      for (int t = 0; t < labels.size(2); t++) {
        if (targetMask.getInt(row, t) == 1) {
          columns.putScalar(row, labels.getInt(row, 0, t), t, 1);
        }
      }
    }
    return columns;
  }

  /** Lengths are rounded up to a multiple of this: a graph is built once a length. */
  private static final int LENGTH_STEP = 8;

  /**
   * Pads pairs.
   *
   * @param pairs at least one
   * @param targets what the targets have in common
   * @return the arrays
   */
  public static Batch of(List<EncodedPair> pairs, Targets targets) {
    return of(Padded.of(pairs.stream().map(EncodedPair::source).toList()), pairs, targets);
  }

  /**
   * Pads targets, beside sources that are arrays already.
   *
   * @param source the sources; their mask is null where nothing is padded
   * @param pairs whose targets these are, at least one
   * @param targets what the targets have in common
   * @return the arrays
   */
  public static Batch of(Padded source, List<EncodedPair> pairs, Targets targets) {
    int rows = pairs.size();
    int time = targets.paddedLength(pairs);
    float[] inputs = new float[rows * time];
    float[] mask = new float[rows * time];
    float[] labels = new float[rows * time];
    int symbols = 0;
    for (int row = 0; row < rows; row++) {
      int[] target = pairs.get(row).target();
      for (int t = 0; t < target.length; t++) {
        inputs[row * time + t] = t == 0 ? Vocabulary.START : target[t - 1];
        mask[row * time + t] = 1;
        labels[row * time + t] = target[t];
      }
      symbols += target.length;
    }
    return new Batch(
        source.tokens(),
        source.mask(),
        Nd4j.create(inputs, new long[] {rows, 1, time}, DataType.FLOAT),
        Nd4j.create(labels, new long[] {rows, 1, time}, DataType.FLOAT),
        Nd4j.create(mask, new long[] {rows, time}, DataType.FLOAT),
        symbols);
  }

  /**
   * Pads texts with classes to be told of them, for a graph without a decoder.
   *
   * @param pairs at least one; targets have one class, or one for each token of the source, and
   *     {@link EncodedPair#NOT_ASKED} where there is none
   * @param steps whether classes are those of tokens
   * @return the arrays
   */
  public static Batch ofClasses(List<EncodedPair> pairs, boolean steps) {
    Padded source = Padded.of(pairs.stream().map(EncodedPair::source).toList());
    int rows = pairs.size();
    int time = steps ? (int) source.tokens().size(2) : 1;
    float[] mask = new float[rows * time];
    float[] labels = new float[rows * time];
    int symbols = 0;
    for (int row = 0; row < rows; row++) {
      int[] target = pairs.get(row).target();
      for (int t = 0; t < target.length; t++) {
        if (target[t] != EncodedPair.NOT_ASKED) {
          mask[row * time + t] = 1;
          labels[row * time + t] = target[t];
          symbols++;
        }
      }
    }
    return new Batch(
        source.tokens(),
        source.mask(),
        null,
        Nd4j.create(labels, new long[] {rows, 1, time}, DataType.FLOAT),
        Nd4j.create(mask, new long[] {rows, time}, DataType.FLOAT),
        symbols);
  }

  /**
   * The same batch, whose decoder reads something else than the true symbols.
   *
   * @param inputs for each pair what is read, {@link Vocabulary#START} first, as long as its target
   * @return the batch with that
   */
  public Batch withDecoderInput(int[][] inputs) {
    int time = (int) decoderInput.size(2);
    float[] values = new float[inputs.length * time];
    for (int row = 0; row < inputs.length; row++) {
      for (int t = 0; t < inputs[row].length; t++) {
        values[row * time + t] = inputs[row][t];
      }
    }
    INDArray read = Nd4j.create(values, new long[] {inputs.length, 1, time}, DataType.FLOAT);
    return new Batch(source, sourceMask, read, labels, targetMask, symbols, others);
  }

  /**
   * What the targets of a data set have in common.
   *
   * @param vocabulary numbers in the targets' vocabulary
   * @param longest the longest target, its end symbol included
   */
  public record Targets(int vocabulary, int longest) {
    /**
     * Looks at a data set.
     *
     * @param pairs all pairs
     * @param codec the targets' codec
     * @return what they have in common
     */
    public static Targets of(List<EncodedPair> pairs, TextCodec codec) {
      return new Targets(codec.size(), longestTarget(pairs));
    }

    /** Rounded up, but never beyond the longest: targets of one length get no padding at all. */
    private int paddedLength(List<EncodedPair> pairs) {
      int length = longestTarget(pairs);
      return Math.max(length, Math.min(longest, roundedUp(length)));
    }

    private static int longestTarget(List<EncodedPair> pairs) {
      return pairs.stream().mapToInt(pair -> pair.target().length).max().orElseThrow();
    }
  }

  /**
   * How many steps a batch has whose longest text has so many tokens.
   *
   * @param length tokens, the end symbol included
   * @return as many, or a few more
   */
  public static int roundedUp(int length) {
    return (length + LENGTH_STEP - 1) / LENGTH_STEP * LENGTH_STEP;
  }

  /**
   * Sources alone, padded.
   *
   * @param tokens {@code [batch, 1, sourceTime]}; or what a model reads in their place
   * @param mask {@code [batch, sourceTime]}, 1 = real; null where nothing is padded
   */
  public record Padded(INDArray tokens, INDArray mask) {
    /**
     * Pads sources.
     *
     * @param sources at least one
     * @return the arrays
     */
    public static Padded of(List<int[]> sources) {
      int longest = sources.stream().mapToInt(source -> source.length).max().orElseThrow();
      int time = roundedUp(longest);
      float[] tokens = new float[sources.size() * time];
      float[] mask = new float[sources.size() * time];
      for (int row = 0; row < sources.size(); row++) {
        int[] source = sources.get(row);
        for (int t = 0; t < source.length; t++) {
          tokens[row * time + t] = source[t];
          mask[row * time + t] = 1;
        }
      }
      return new Padded(
          Nd4j.create(tokens, new long[] {sources.size(), 1, time}, DataType.FLOAT),
          Nd4j.create(mask, new long[] {sources.size(), time}, DataType.FLOAT));
    }
  }
}
