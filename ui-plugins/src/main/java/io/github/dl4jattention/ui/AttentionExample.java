package io.github.dl4jattention.ui;

import io.github.dl4jattention.ui.records.AttentionRecord;
import io.github.dl4jattention.ui.records.ExampleRecord;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An example that is looked at again and again while a network trains: what goes into the network,
 * and what its steps are called.
 *
 * <pre>{@code
 * AttentionExample.alignment("15 March", List.of("1", "5", " "), List.of("2", "0"), source, target)
 * }</pre>
 */
public final class AttentionExample {
  private final String name;
  private final ExampleRecord.Kind kind;
  private final AttentionRecord.Tokens tokens;
  private final byte[] image;
  private final INDArray[] features;
  private final INDArray[] masks;

  private AttentionExample(
      String name,
      ExampleRecord.Kind kind,
      AttentionRecord.Tokens tokens,
      byte[] image,
      INDArray[] features,
      INDArray[] masks) {
    this.name = name;
    this.kind = kind;
    this.tokens = tokens;
    this.image = image;
    this.features = features;
    this.masks = masks;
  }

  /**
   * Target tokens that look at source tokens.
   *
   * @param name what the example is called
   * @param source what the keys are called, in order; further keys are padding and not shown
   * @param target what the queries are called, in order; further ones are not shown
   * @param features the graph's inputs, each of one example: {@code [1, size, time]}
   * @return the example
   * @throws IllegalArgumentException if there are too many tokens, or one is too long
   */
  public static AttentionExample alignment(
      String name, List<String> source, List<String> target, INDArray... features) {
    return new AttentionExample(
        name,
        ExampleRecord.Kind.ALIGNMENT,
        new AttentionRecord.Tokens(source, target, null, null),
        new byte[0],
        features,
        null);
  }

  /**
   * Tokens that look at each other.
   *
   * @param name what the example is called
   * @param tokens what queries and keys are called, in order
   * @param features the graph's inputs, each of one example: {@code [1, size, time]}
   * @return the example
   * @throws IllegalArgumentException if there are too many tokens, or one is too long
   */
  public static AttentionExample self(String name, List<String> tokens, INDArray... features) {
    return new AttentionExample(
        name,
        ExampleRecord.Kind.SELF,
        new AttentionRecord.Tokens(tokens, tokens, null, null),
        new byte[0],
        features,
        null);
  }

  /**
   * Words that look at an image.
   *
   * @param name what the example is called
   * @param image a PNG or JPEG file's bytes, at most {@link
   *     io.github.dl4jattention.ui.records.Limits#IMAGE}
   * @param grid into what cells the keys divide it, row by row
   * @param words what the queries are called, in order
   * @param features the graph's inputs, each of one example
   * @return the example
   * @throws IllegalArgumentException if there are too many words, or one is too long
   */
  public static AttentionExample image(
      String name,
      byte[] image,
      AttentionRecord.Grid grid,
      List<String> words,
      INDArray... features) {
    return new AttentionExample(
        name,
        ExampleRecord.Kind.IMAGE,
        new AttentionRecord.Tokens(List.of(), words, null, grid),
        image.clone(),
        features,
        null);
  }

  /**
   * The same with masks of the inputs.
   *
   * @param some one an input, {@code [1, time]} with 1 = real; null for an input without
   * @return the example
   */
  public AttentionExample withMasks(INDArray... some) {
    return new AttentionExample(name, kind, tokens, image, features, some);
  }

  /**
   * The same with what would be right.
   *
   * @param text shown beside the example
   * @return the example
   */
  public AttentionExample withReference(String text) {
    AttentionRecord.Tokens all =
        new AttentionRecord.Tokens(tokens.source(), tokens.target(), text, tokens.grid());
    return new AttentionExample(name, kind, all, image, features, masks);
  }

  ExampleRecord record(int number) {
    return new ExampleRecord(number, name, kind, image);
  }

  String name() {
    return name;
  }

  AttentionRecord.Tokens tokens() {
    return tokens;
  }

  INDArray[] features() {
    return features;
  }

  INDArray[] masks() {
    return masks;
  }
}
