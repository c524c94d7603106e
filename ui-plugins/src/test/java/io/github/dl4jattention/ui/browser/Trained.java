package io.github.dl4jattention.ui.browser;

import io.github.dl4jattention.ui.records.AttentionRecord;
import io.github.dl4jattention.ui.records.AttentionRecord.Grid;
import io.github.dl4jattention.ui.records.AttentionRecord.Tokens;
import io.github.dl4jattention.ui.records.Better;
import io.github.dl4jattention.ui.records.ExampleRecord;
import io.github.dl4jattention.ui.records.ExampleRecord.Kind;
import io.github.dl4jattention.ui.records.LayerWeights;
import io.github.dl4jattention.ui.records.Progress;
import io.github.dl4jattention.ui.records.QualityRecord;
import io.github.dl4jattention.ui.records.QualityRecord.Metric;
import io.github.dl4jattention.ui.records.QualityRecord.Sample;
import io.github.dl4jattention.ui.records.RecordWriter;
import io.github.dl4jattention.ui.records.SearchRecord;
import io.github.dl4jattention.ui.records.SearchRecord.Parameter;
import io.github.dl4jattention.ui.records.TrialRecord;
import io.github.dl4jattention.ui.records.TrialRecord.Status;
import io.github.dl4jattention.ui.records.TrialRecord.Value;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Records as trainings write them. Attention sharpens as they go: at iteration {@code i} the weight
 * of a key at a distance {@code d} from where the row should look is proportional to {@code exp(-d
 * (0.1 + i / 60))}.
 */
final class Trained {
  static final String HOSTILE = "<img src=x onerror=document.title='broken'>";

  /** The examples' numbers. */
  static final int DATE = 0;

  static final int SENTENCE = 1;
  static final int PHOTO = 2;
  static final int HEBREW = 3;
  static final int ODD = 4;

  private static final List<String> WORDS =
      List.of("red", "house", "under", "the", "yellow", "sun");
  private static final int[][] PLACES = {{8, 4}, {8, 4}, {6, 6}, {5, 8}, {2, 11}, {2, 11}};
  private static final Grid CELLS = new Grid(14, 14);

  /** How far a key is from where a head should look from a row. */
  private interface Distance {
    double of(int head, int row, int column);
  }

  private Trained() {}

  /** Five examples at iterations 10, 20, ... */
  static void attention(RecordWriter writer, int iterations) {
    writer.putExamples(
        List.of(
            new ExampleRecord(DATE, "15 March 2009", Kind.ALIGNMENT, new byte[0]),
            new ExampleRecord(SENTENCE, "the cat sat on the mat", Kind.SELF, new byte[0]),
            new ExampleRecord(PHOTO, "photo", Kind.IMAGE, photo()),
            new ExampleRecord(HEBREW, "שלום עולם", Kind.ALIGNMENT, new byte[0]),
            new ExampleRecord(ODD, HOSTILE, Kind.SELF, new byte[0])));
    for (int i = 1; i <= iterations; i++) {
      attentionAt(writer, 10 * i);
    }
  }

  static void attentionAt(RecordWriter writer, int iteration) {
    writer.putAttention(
        List.of(
            date(iteration),
            sentence(iteration),
            caption(iteration),
            hebrew(iteration),
            odd(iteration)));
  }

  private static AttentionRecord date(int iteration) {
    int[] looks = {9, 10, 11, 12, 8, 3, 4, 2, 0, 1, 12};
    List<String> target = new ArrayList<>(letters("2009-03-15"));
    target.add("</s>");
    return record(
        DATE,
        iteration,
        new Tokens(letters("15 March 2009"), target, "2009-03-15", null),
        List.of(
            layer("decoder", 1, 11, 13, iteration, (h, row, col) -> Math.abs(col - looks[row]))));
  }

  private static AttentionRecord sentence(int iteration) {
    List<String> tokens = List.of("[CLS]", "the", "cat", "sat", "on", "the", "mat", "[SEP]");
    List<LayerWeights> layers = new ArrayList<>();
    for (int layer = 0; layer < 2; layer++) {
      int shift = layer;
      layers.add(
          layer(
              "encoder." + layer,
              4,
              8,
              8,
              iteration,
              (head, row, col) -> Math.abs(col - (row + head + shift) % 8)));
    }
    return record(SENTENCE, iteration, new Tokens(tokens, tokens, null, null), layers);
  }

  private static AttentionRecord caption(int iteration) {
    return record(
        PHOTO,
        iteration,
        new Tokens(List.of(), WORDS, "a red house under the sun", CELLS),
        List.of(
            layer(
                "decoder",
                1,
                6,
                196,
                iteration,
                (head, row, cell) -> {
                  int down = cell / 14 - PLACES[row][0];
                  int across = cell % 14 - PLACES[row][1];
                  return (down * down + across * across) / 4.0;
                })));
  }

  private static AttentionRecord hebrew(int iteration) {
    return record(
        HEBREW,
        iteration,
        new Tokens(List.of("שלום", "עולם", "!"), List.of("hello", "world", "!"), null, null),
        List.of(layer("decoder", 1, 3, 3, iteration, (h, row, col) -> Math.abs(col - row))));
  }

  private static AttentionRecord odd(int iteration) {
    List<String> tokens = List.of(HOSTILE, "\u202eevil", "", "a b", "\n\t", "機械");
    return record(
        ODD,
        iteration,
        new Tokens(tokens, tokens, HOSTILE, null),
        List.of(layer(HOSTILE, 1, 6, 6, iteration, (h, row, col) -> Math.abs(col - row))));
  }

  private static AttentionRecord record(
      int example, int iteration, Tokens tokens, List<LayerWeights> layers) {
    return new AttentionRecord(example, progress(iteration), tokens, layers);
  }

  private static Progress progress(int iteration) {
    return new Progress(iteration, iteration / 100, 1_700_000_000_000L + iteration);
  }

  private static LayerWeights layer(
      String name, int heads, int rows, int columns, int iteration, Distance distance) {
    float[][][] weights = new float[heads][rows][columns];
    for (int head = 0; head < heads; head++) {
      for (int row = 0; row < rows; row++) {
        double sum = 0;
        for (int col = 0; col < columns; col++) {
          double weight = Math.exp(-distance.of(head, row, col) * (0.1 + iteration / 60.0));
          weights[head][row][col] = (float) weight;
          sum += weight;
        }
        for (int col = 0; col < columns; col++) {
          weights[head][row][col] /= (float) sum;
        }
      }
    }
    return LayerWeights.of(name, weights);
  }

  private static List<String> letters(String text) {
    return text.chars().mapToObj(Character::toString).toList();
  }

  /** A sky, a lawn, a sun and a red house, 224 x 224. */
  private static byte[] photo() {
    BufferedImage image = new BufferedImage(224, 224, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(120, 180, 240));
    graphics.fillRect(0, 0, 224, 224);
    graphics.setColor(new Color(60, 150, 60));
    graphics.fillRect(0, 150, 224, 74);
    graphics.setColor(new Color(250, 220, 60));
    graphics.fillOval(160, 15, 45, 45);
    graphics.setColor(new Color(200, 60, 50));
    graphics.fillRect(40, 100, 60, 60);
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Figures and samples of six epochs, 100 iterations each. */
  static void quality(RecordWriter writer) {
    for (int epoch = 1; epoch <= 6; epoch++) {
      qualityAt(writer, epoch);
    }
  }

  static void qualityAt(RecordWriter writer, int epoch) {
    String date = epoch < 4 ? "2011-08-03" : "2011-03-03";
    writer.putQuality(
        new QualityRecord(
            progress(100 * epoch),
            List.of(
                new Metric("exact match", true, Better.HIGHER, 1 - Math.exp(-epoch)),
                new Metric("BLEU", false, Better.HIGHER, 40 * (1 - Math.exp(-epoch / 2.0))),
                new Metric("perplexity", false, Better.LOWER, 1 + 80 * Math.exp(-epoch)),
                new Metric("learning rate", false, null, 0.001 * Math.pow(0.8, epoch))),
            List.of(
                new Sample("the 3rd of March 2011", "2011-03-03", date),
                new Sample("le chat est assis", "the cat sat on the mat", "the dog sat on mat"),
                new Sample(HOSTILE, "שלום עולם טוב", "שלום עולם רע"))));
  }

  /** Twelve trials: 1 to 9 done, 10 pruned, 11 failed, 12 running. Trial 7 is the best, 37. */
  static void search(RecordWriter writer) {
    writer.putSearch(
        new SearchRecord(
            "bleu",
            Better.HIGHER,
            List.of(
                new Parameter("learningRate", true, true, 0.7),
                new Parameter("cell", false, false, 0.2),
                new Parameter("dropout", true, false, 0.1))));
    double[] scores = {30, 28, 33, 31, 35, 29, 37, 36, 32, 40, Double.NaN, Double.NaN};
    for (int number = 1; number <= 12; number++) {
      Status status =
          switch (number) {
            case 10 -> Status.PRUNED;
            case 11 -> Status.FAILED;
            case 12 -> Status.RUNNING;
            default -> Status.DONE;
          };
      writer.putTrial(
          new TrialRecord(
              number,
              status,
              scores[number - 1],
              60 + number,
              1_700_000_000_000L + number,
              List.of(
                  Value.of("learningRate", Math.pow(10, -4 + number / 6.0)),
                  Value.of("cell", number % 2 == 0 ? "gru" : "lstm"),
                  Value.of("dropout", (number * 5 % 12) / 24.0))));
    }
  }
}
