package io.github.dl4jattention.ui.records;

import java.io.Serializable;
import java.util.List;

/** Where a model looked in one example, at one moment of its training. */
public final class AttentionRecord extends DashboardRecord {
  private static final long serialVersionUID = 1L;

  /** The type under which storages keep these records. */
  public static final String TYPE = "AttentionWeights";

  /** Which example, from 0. */
  private int example;

  /** When. */
  private Progress progress = new Progress(0, 0, 0);

  /** What the rows and columns are. */
  private Tokens tokens = new Tokens(List.of(), List.of(), null, null);

  /** The weights. */
  private List<LayerWeights> layers = List.of();

  /** For storages, which make a record and then {@linkplain #decode(byte[]) decode} it. */
  public AttentionRecord() {}

  /**
   * A record.
   *
   * @param example which example, from 0
   * @param progress when
   * @param tokens what the rows and columns are
   * @param layers the weights of each layer
   * @throws IllegalArgumentException if something is over its limit, or a layer does not fit the
   *     tokens
   */
  public AttentionRecord(int example, Progress progress, Tokens tokens, List<LayerWeights> layers) {
    this.example = Limits.number(example, 0, Limits.EXAMPLES - 1, "the example");
    this.progress = progress;
    this.tokens = tokens;
    this.layers = List.copyOf(layers);
    check();
  }

  /**
   * The cells of an image, row by row.
   *
   * @param rows cells from top to bottom
   * @param columns cells from left to right
   * @serial exclude
   */
  @SuppressWarnings("InvalidBlockTag") // It is for Javadoc: nested records, too.
  public record Grid(int rows, int columns) implements Serializable {
    /**
     * A grid.
     *
     * @param rows cells from top to bottom
     * @param columns cells from left to right
     * @throws IllegalArgumentException if there are more than {@link Limits#CELLS} cells
     */
    public Grid {
      Limits.number(rows, 1, Limits.CELLS, "the grid's number of rows");
      Limits.number(columns, 1, Limits.CELLS / rows, "the grid's number of columns");
    }
  }

  /**
   * What an example's rows and columns are.
   *
   * @param source tokens across; empty for an image
   * @param target tokens down
   * @param reference what would have been right; null if there is nothing of the kind
   * @param grid an image's cells; null if the example is a text
   * @serial exclude
   */
  @SuppressWarnings("InvalidBlockTag") // It is for Javadoc: nested records, too.
  public record Tokens(List<String> source, List<String> target, String reference, Grid grid)
      implements Serializable {
    /**
     * Tokens.
     *
     * @param source tokens across
     * @param target tokens down
     * @param reference what would have been right, or null
     * @param grid an image's cells, or null
     * @throws IllegalArgumentException if one of them is too long
     */
    public Tokens {
      source = checked(source, "source");
      target = checked(target, "target");
      if (reference != null) {
        Limits.text(reference, Limits.TEXT, "the reference");
      }
    }

    /**
     * How many columns the weights have.
     *
     * @return as many as there are source tokens, or cells of the image
     */
    public int columns() {
      return grid == null ? source.size() : grid.rows() * grid.columns();
    }

    private static List<String> checked(List<String> tokens, String what) {
      Limits.number(
          tokens.size(), 0, Limits.TOKENS, "the number of the %s's tokens".formatted(what));
      tokens.forEach(token -> Limits.text(token, Limits.NAME, "a token of the " + what));
      return List.copyOf(tokens);
    }
  }

  /**
   * Which example.
   *
   * @return its number, from 0
   */
  public int example() {
    return example;
  }

  /**
   * When the model looked so.
   *
   * @return how far the training was
   */
  public Progress progress() {
    return progress;
  }

  /**
   * What the rows and columns are.
   *
   * @return the tokens
   */
  public Tokens tokens() {
    return tokens;
  }

  /**
   * The weights.
   *
   * @return those of each layer
   */
  public List<LayerWeights> layers() {
    return layers;
  }

  @Override
  public String getTypeID() {
    return TYPE;
  }

  @Override
  int kind() {
    return 1;
  }

  @Override
  void write(RecordOutput out) {
    out.number(example);
    progress.write(out);
    out.list(tokens.source(), out::text);
    out.list(tokens.target(), out::text);
    out.optional(tokens.reference());
    out.flag(tokens.grid() != null);
    if (tokens.grid() != null) {
      out.number(tokens.grid().rows());
      out.number(tokens.grid().columns());
    }
    out.list(layers, layer -> layer.write(out));
  }

  @Override
  void read(RecordInput in) {
    example = in.number(0, Limits.EXAMPLES - 1, "example");
    progress = Progress.read(in);
    List<String> source = in.list(Limits.TOKENS, "tokens", () -> in.text(Limits.NAME, "token"));
    List<String> target = in.list(Limits.TOKENS, "tokens", () -> in.text(Limits.NAME, "token"));
    String reference = in.optional(Limits.TEXT, "reference");
    Grid grid =
        in.flag()
            ? new Grid(
                in.number(1, Limits.CELLS, "number of rows"),
                in.number(1, Limits.CELLS, "number of columns"))
            : null;
    tokens = new Tokens(source, target, reference, grid);
    layers = in.list(Limits.LAYERS, "layers", () -> LayerWeights.read(in));
    check();
  }

  private void check() {
    Limits.number(layers.size(), 0, Limits.LAYERS, "the number of layers");
    int weights = 0;
    for (LayerWeights layer : layers) {
      weights += layer.weights().length;
      if (layer.rows() != tokens.target().size() || layer.columns() != tokens.columns()) {
        throw new IllegalArgumentException(
            "layer \"%s\" has %d x %d weights a head, the example %d x %d"
                .formatted(
                    layer.name(),
                    layer.rows(),
                    layer.columns(),
                    tokens.target().size(),
                    tokens.columns()));
      }
    }
    Limits.number(weights, 0, Limits.WEIGHTS, "the number of a record's weights");
  }
}
