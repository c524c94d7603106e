package io.github.dl4jattention.zoo.models;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.model.Optimizer;
import io.github.dl4jattention.zoo.pretrained.ModelStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.Adler32;
import java.util.zip.CheckedInputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.zoo.ModelMetaData;
import org.deeplearning4j.zoo.PretrainedType;
import org.deeplearning4j.zoo.ZooModel;
import org.deeplearning4j.zoo.ZooType;

/**
 * A model of this zoo, in the form of DL4J's: {@link #init} gives a graph with random parameters,
 * {@link #initPretrained} a trained one.
 *
 * <pre>{@code
 * ComputationGraph trained = Dates.builder().build().initPretrained();
 * ComputationGraph fresh = Dates.builder().optSeed(7).build().init();
 * }</pre>
 *
 * <p>Trained graphs come through a {@link ModelStore}, not by DL4J's own way: their files are
 * checked by SHA-256, nothing that is here is fetched again, and classes that a file names are
 * checked before they are instantiated. What cannot be had is a {@link UserError}.
 *
 * <p>Inputs are numbers of tokens, or what is known of photos: what turns texts and photos into
 * them is in the same file, and the fronts without arrays have it, such as {@link DateReader} and
 * {@link io.github.dl4jattention.zoo.model.Translator}.
 *
 * <p>Not safe for use by several threads at a time; neither are the graphs.
 */
public abstract class AttentionZooModel extends ZooModel<ComputationGraph> {
  /**
   * The type of all trained models of this zoo. DL4J's types are names of sets of photos, to which
   * none can be added; this is the one that DL4J's {@code initPretrained()} without a type asks
   * for.
   */
  public static final PretrainedType PUBLISHED = PretrainedType.IMAGENET;

  private final String pretrained;
  private final ModelStore store;
  private final Optimizer optimizer;
  private final long seed;
  private int[][] inputShape;

  /**
   * A model.
   *
   * @param builder its settings
   * @param inputShape shape of an example of each input, see {@link #setInputShape}
   */
  protected AttentionZooModel(ZooModelBuilder<?, ?> builder, int[][] inputShape) {
    pretrained = builder.pretrained;
    store = builder.store == null ? new ModelStore() : builder.store;
    optimizer = builder.optimizer;
    seed = builder.seed;
    this.inputShape = inputShape;
  }

  /**
   * A graph with random parameters.
   *
   * @param shape of an example of each input
   * @param how how parameters are updated
   * @param randomSeed of the random parameters and of dropout
   * @return an initialised graph
   */
  protected abstract ComputationGraph newGraph(int[][] shape, Optimizer how, long randomSeed);

  /**
   * Reads the graph of a trained model.
   *
   * @param file its file, which is not trusted
   * @return the graph
   * @throws UserError if it holds another kind of model
   */
  protected abstract ComputationGraph read(Path file);

  /**
   * A new graph with random parameters.
   *
   * @return an initialised graph
   * @param <M> {@code ComputationGraph}
   */
  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // DL4J's signature.
  public <M extends Model> M init() {
    return (M) newGraph(inputShape, optimizer, seed);
  }

  /**
   * The trained graph, fetched first if it is neither here nor on the class path.
   *
   * @return a graph, ready for use
   * @throws UnsupportedOperationException if no trained model is named
   * @throws UserError if it cannot be had, or is of another kind
   */
  @Override
  public ComputationGraph initPretrained() {
    return initPretrained(PUBLISHED);
  }

  /**
   * The trained graph.
   *
   * @param type {@link #PUBLISHED}
   * @return a graph, ready for use
   * @param <M> {@code ComputationGraph}
   * @throws UnsupportedOperationException if the type is another, or no trained model is named
   * @throws UserError if it cannot be had, or is of another kind
   */
  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // DL4J's signature.
  public <M extends Model> M initPretrained(PretrainedType type) {
    if (!isNamed(type)) {
      throw new UnsupportedOperationException(
          "there are no trained parameters of type %s for %s: %s"
              .formatted(
                  type,
                  getClass().getSimpleName(),
                  type == PUBLISHED
                      ? "name a model that zoo list shows, by optPretrained"
                      : "ask for AttentionZooModel.PUBLISHED, which is what initPretrained() does"));
    }
    return (M) read(store.fetch(pretrained));
  }

  private boolean isNamed(PretrainedType type) {
    return type == PUBLISHED && pretrained != null;
  }

  /**
   * Where the trained parameters come from.
   *
   * @param type {@link #PUBLISHED}
   * @return address of the file that is here, or of where it would be fetched from; null if the
   *     type is another or there is no such model
   * @throws UserError if that cannot be told, because the zoo it would come from does not answer
   */
  @Override
  public String pretrainedUrl(PretrainedType type) {
    return isNamed(type) ? store.address(pretrained).map(Object::toString).orElse(null) : null;
  }

  /**
   * DL4J's checksum of the trained parameters. The store compares SHA-256, of which Adler-32 is no
   * substitute: this is for programs that ask.
   *
   * @param type {@link #PUBLISHED}
   * @return Adler-32 of the file that is here; 0, which is DL4J's sign for none, if none is
   */
  @Override
  public long pretrainedChecksum(PretrainedType type) {
    Optional<Path> here = isNamed(type) ? store.find(pretrained) : Optional.empty();
    return here.map(AttentionZooModel::adler).orElse(0L);
  }

  private static long adler(Path file) {
    Adler32 sum = new Adler32();
    try (InputStream in = new CheckedInputStream(Files.newInputStream(file), sum)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return sum.getValue();
    } catch (IOException e) {
      throw new UserError(
          "cannot read %s (%s): fetch it again".formatted(file, AtomicFiles.reason(e)), e);
    }
  }

  /**
   * What graphs of this model take.
   *
   * @return the input shape, and that there is one output
   * @deprecated DL4J's own is
   */
  @Deprecated
  @Override
  @SuppressWarnings("deprecation") // There is no other way to say it.
  public ModelMetaData metaData() {
    return new ModelMetaData(copy(inputShape), 1, ZooType.RNN);
  }

  /**
   * Sets what {@link #init()} makes a graph for. Trained graphs have their own.
   *
   * @param shape for each input that has tokens {@code {steps, vocabulary}}, as DL4J's {@code
   *     TextGenerationLSTM} has it, where the graph takes any number of steps and only tells them
   *     back; of photos {@code {channels, rows, columns}}
   * @throws IllegalArgumentException if there are not as many numbers as the model has, or one is
   *     not positive
   */
  @Override
  public void setInputShape(int[][] shape) {
    boolean fits = shape.length == inputShape.length;
    for (int i = 0; fits && i < shape.length; i++) {
      fits =
          shape[i].length == inputShape[i].length && Arrays.stream(shape[i]).allMatch(n -> n > 0);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "the input shape is %s: give as many positive numbers as %s"
              .formatted(Arrays.deepToString(shape), Arrays.deepToString(inputShape)));
    }
    inputShape = copy(shape);
  }

  private static int[][] copy(int[][] shape) {
    return Arrays.stream(shape).map(int[]::clone).toArray(int[][]::new);
  }

  /**
   * What DL4J calls the kind of network.
   *
   * @return the class of {@code ComputationGraph}
   */
  @Override
  public Class<? extends Model> modelType() {
    return ComputationGraph.class;
  }
}
