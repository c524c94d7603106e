package io.github.dl4jattention.ui;

import io.github.dl4jattention.layers.runtime.AttentionWeights;
import io.github.dl4jattention.ui.records.AttentionRecord;
import io.github.dl4jattention.ui.records.ExampleRecord;
import io.github.dl4jattention.ui.records.LayerWeights;
import io.github.dl4jattention.ui.records.Limits;
import io.github.dl4jattention.ui.records.Progress;
import io.github.dl4jattention.ui.records.RecordQueue;
import io.github.dl4jattention.ui.records.RecordWriter;
import io.github.dl4jattention.ui.records.TimeShare;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows where a graph looks while it trains: for a few fixed examples, reads the attention weights
 * every so many iterations and writes them to a storage, from where the dashboard draws them.
 *
 * <pre>{@code
 * AttentionListener listener =
 *     AttentionListener.builder(storage)
 *         .setLayers("decoder")
 *         .setExamples(AttentionExample.alignment("15 March", source, target, features))
 *         .build();
 * graph.setListeners(new StatsListener(listener.queue()), listener);
 * }</pre>
 *
 * <p>The forward pass runs on a graph of its own that shares the parameters, so it changes nothing
 * in the one that trains: neither its state nor masks, workspaces or random numbers. It is taken
 * only while all of them together have cost at most a share of the training's time, one per cent
 * unless told another, and a tenth of a second for the start; the first is always taken. What
 * cannot be read is logged once, and training goes on.
 *
 * <p>What is kept is bounded: see {@link RecordWriter}. For one graph, on the thread that trains
 * it.
 */
public final class AttentionListener extends BaseTrainingListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AttentionListener.class);

  private final RecordWriter writer;
  private final boolean ownsQueue;
  private final List<String> layers;
  private final List<AttentionExample> examples;
  private final int every;
  private final double share;

  private TimeShare time;
  private ComputationGraph trained;
  private ComputationGraph shadow;
  private boolean failed;

  private AttentionListener(Builder builder) {
    this.writer = builder.writer();
    this.ownsQueue = builder.writer == null;
    this.layers = builder.layers;
    this.examples = builder.examples;
    this.every = builder.every;
    this.share = builder.share;
  }

  /**
   * Settings of a listener that writes to a storage, as a session of its own.
   *
   * @param storage what to write to
   * @return settings to be filled in
   */
  public static Builder builder(StatsStorage storage) {
    return new Builder(storage, null);
  }

  /**
   * Settings of a listener that writes to a session.
   *
   * @param writer the session
   * @return settings to be filled in
   */
  public static Builder builder(RecordWriter writer) {
    return new Builder(null, writer);
  }

  /**
   * What this writes through; DL4J's {@code StatsListener} may, too.
   *
   * @return the queue, which writes off the training's thread
   */
  public RecordQueue queue() {
    return writer.queue();
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    if (failed || iteration % every != 0) {
      return;
    }
    if (time == null) {
      time = new TimeShare(share);
    }
    if (time.allows()) {
      time.spend(() -> safely(model, new Progress(iteration, epoch, System.currentTimeMillis())));
    }
  }

  /** Writes what is still waiting to be written, if this listener has its own queue. */
  @Override
  public void close() {
    if (ownsQueue) {
      writer.queue().close();
    }
  }

  private void safely(Model model, Progress progress) {
    Random random = Nd4j.getRandom();
    long root = random.rootState();
    long node = random.nodeState();
    try (MemoryWorkspace none = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      if (!(model instanceof ComputationGraph graph)) {
        throw new IllegalArgumentException(
            "it is for a ComputationGraph: convert a MultiLayerNetwork by toComputationGraph()");
      }
      look(graph, progress);
    } catch (RuntimeException e) {
      failed = true;
      LOG.warn("Attention cannot be shown: {}; training goes on.", e.getMessage(), e);
    } finally {
      random.setStates(root, node);
    }
  }

  @SuppressWarnings("ReferenceEquality") // The graph that trains, not one like it.
  private void look(ComputationGraph graph, Progress progress) {
    if (trained != graph) {
      trained = graph;
      shadow = new ComputationGraph(graph.getConfiguration().clone());
      shadow.init(graph.params(), false);
      layers.forEach(layer -> AttentionWeights.of(shadow, layer).keep(true));
      List<ExampleRecord> records = new ArrayList<>();
      for (AttentionExample example : examples) {
        records.add(example.record(records.size()));
      }
      writer.putExamples(records);
    }
    List<AttentionRecord> records = new ArrayList<>();
    for (AttentionExample example : examples) {
      shadow.output(false, example.features(), example.masks());
      List<LayerWeights> weights = new ArrayList<>();
      for (String layer : layers) {
        weights.add(read(layer, AttentionWeights.of(shadow, layer).lastWeights(), example));
      }
      records.add(new AttentionRecord(records.size(), progress, example.tokens(), weights));
    }
    writer.putAttention(records);
  }

  /** The weights of what has names; what follows is padding. */
  private static LayerWeights read(String layer, INDArray weights, AttentionExample example) {
    int rows = example.tokens().target().size();
    int columns = example.tokens().columns();
    if (weights.size(0) != 1 || weights.size(2) < rows || weights.size(3) < columns) {
      throw new IllegalArgumentException(
          "the weights of \"%s\" are %s, and \"%s\" has %d target and %d source tokens: give it"
                  .formatted(layer, Arrays.toString(weights.shape()), example.name(), rows, columns)
              + " features of one example, and no more tokens than they have steps");
    }
    float[][][] read = new float[(int) weights.size(1)][rows][columns];
    for (int head = 0; head < read.length; head++) {
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          read[head][row][column] = weights.getFloat(0, head, row, column);
        }
      }
    }
    return LayerWeights.of(Limits.shortened(layer, Limits.NAME), read);
  }

  /** Settings of a listener. */
  public static final class Builder {
    private final StatsStorage storage;
    private final RecordWriter writer;
    private List<String> layers = List.of();
    private List<AttentionExample> examples = List.of();
    private int every = 10;
    private double share = TimeShare.DEFAULT;
    private String session = UUID.randomUUID().toString();

    private Builder(StatsStorage storage, RecordWriter writer) {
      this.storage = storage;
      this.writer = writer;
    }

    /**
     * Whose weights are shown.
     *
     * @param names layers and vertices of the graph with this library's attention
     * @return this
     */
    public Builder setLayers(String... names) {
      layers = List.of(names);
      return this;
    }

    /**
     * What is looked at.
     *
     * @param some at most {@link Limits#EXAMPLES}
     * @return this
     */
    public Builder setExamples(AttentionExample... some) {
      examples = List.of(some);
      return this;
    }

    /**
     * How often; 10 if not set.
     *
     * @param iterations from one look to the next, at least
     * @return this
     */
    public Builder optEvery(int iterations) {
      every = iterations;
      return this;
    }

    /**
     * How much of the training's time looking may take; {@value TimeShare#DEFAULT} if not set.
     *
     * @param ofTime above 0, at most 1, which bounds nothing
     * @return this
     */
    public Builder optShare(double ofTime) {
      share = ofTime;
      return this;
    }

    /**
     * The session's id, if the listener is built on a storage; a random one if not set. A session
     * that is there already is gone on with.
     *
     * @param id at most {@link Limits#SESSION} characters
     * @return this
     */
    public Builder optSession(String id) {
      session = id;
      return this;
    }

    /**
     * Makes the listener.
     *
     * @return a listener
     * @throws IllegalArgumentException if a setting is missing or out of bounds; the message says
     *     the mend
     */
    public AttentionListener build() {
      if (layers.isEmpty() || layers.size() > Limits.LAYERS) {
        throw new IllegalArgumentException(
            "%d layers are named: name 1 to %d with setLayers(...)"
                .formatted(layers.size(), Limits.LAYERS));
      }
      if (examples.isEmpty() || examples.size() > Limits.EXAMPLES) {
        throw new IllegalArgumentException(
            "%d examples are given: give 1 to %d with setExamples(...)"
                .formatted(examples.size(), Limits.EXAMPLES));
      }
      if (every < 1) {
        throw new IllegalArgumentException(
            "every %d iterations is not possible: choose 1 or more".formatted(every));
      }
      new TimeShare(share); // Refuses what is no share.
      return new AttentionListener(this);
    }

    private RecordWriter writer() {
      return writer == null ? new RecordWriter(storage, new RecordQueue(storage), session) : writer;
    }
  }
}
