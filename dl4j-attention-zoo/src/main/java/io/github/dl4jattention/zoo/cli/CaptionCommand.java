package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.captions.Caption;
import io.github.dl4jattention.zoo.captions.CaptionCard;
import io.github.dl4jattention.zoo.captions.Captioner;
import io.github.dl4jattention.zoo.decoding.LengthPenalty;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.picture.AttentionOverlay;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zoo caption MODEL [PHOTO...]}. */
@Command(
    name = "caption",
    description = {
      "Print a sentence about each photo, a line each.",
      "With --captions the sentences are measured beside those of people: BLEU-1 to 4, CIDEr-D. A"
          + " photo that cannot be read is reported, leaves an empty line, and the exit code is 2;"
          + " the others are answered all the same."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  zoo caption captioner dog.jpg beach.jpg",
      "  zoo caption captioner --beam 5 --overlay pictures dog.jpg",
      "  zoo caption captioner --images photos --captions captions.txt --photos dev.txt",
      "  zoo caption scenes --scenes 500"
    })
final class CaptionCommand implements Callable<Integer> {
  private static final int MOST = 100;
  private static final int BATCH = 32;
  private static final int MENDABLE = 2;

  /** Of the penalty of Wu et al. 2016. */
  private static final double ALPHA = 0.6;

  @Spec private CommandSpec spec;
  @Mixin private RunsOption runs;

  @Parameters(index = "0", paramLabel = "MODEL", description = RunsOption.MODEL + ".")
  private String model;

  @Parameters(
      index = "1..*",
      paramLabel = "PHOTO",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = "JPEG, PNG, GIF or BMP files.")
  private List<Path> files = List.of();

  @Option(names = "--beam", paramLabel = "N", description = "Beam width; 1 is greedy search.")
  private int beam = 5;

  @Option(
      names = "--length-penalty",
      paramLabel = "KIND",
      description = "What log probabilities are divided by: none, wu (Wu 2016) or average.")
  private String penalty = "none";

  @Option(
      names = "--json",
      description = "A line of JSON a photo: caption, log probability, words, attention.")
  private boolean json;

  @Option(
      names = "--overlay",
      paramLabel = "DIR",
      description = "Write each photo, once a word, with where the model looked (PNG).")
  private Path overlay;

  @ArgGroup(exclusive = false)
  private MeasuredPhotos measured = new MeasuredPhotos();

  @ArgGroup(exclusive = false)
  private EncoderOptions encoders = new EncoderOptions();

  private final ObjectMapper mapper = new ObjectMapper();

  @Override
  public Integer call() {
    Limits.within("--beam", beam, 1, MOST);
    LengthPenalty.Kind kind = Limits.choice("--length-penalty", LengthPenalty.Kind.class, penalty);
    measured.check(files);
    ModelFile.Opened<CaptionCard> opened = CaptionCard.load(runs.modelFile(model));
    MeasuredPhotos.Read read =
        measured.read(files, opened.card(), encoders, spec.commandLine().getErr());
    if (overlay != null) {
      AtomicFiles.requireWritable(overlay);
    }
    var asked = opened.card().model(opened.graph(), read.annotations());
    Captioner captioner =
        new Captioner(
            asked,
            Captioner.searchOf(asked)
                .optBeam(beam)
                .optLengthPenalty(new LengthPenalty(kind, ALPHA))
                .build());
    return answer(captioner, read);
  }

  private int answer(Captioner captioner, MeasuredPhotos.Read read) {
    PrintWriter out = spec.commandLine().getOut();
    CaptionReport report = new CaptionReport(read);
    List<MeasuredPhotos.Photo> photos = read.photos();
    for (int i = 0; i < photos.size(); i += BATCH) {
      List<MeasuredPhotos.Photo> some = photos.subList(i, Math.min(photos.size(), i + BATCH));
      int[] numbers =
          some.stream().mapToInt(MeasuredPhotos.Photo::number).filter(n -> n >= 0).toArray();
      List<Caption> captions = captioner.captions(numbers);
      int next = 0;
      for (MeasuredPhotos.Photo photo : some) {
        Caption caption = photo.number() < 0 ? null : captions.get(next++);
        print(out, photo, caption);
        if (caption != null) {
          report.add(photo, caption);
          draw(read, photo, caption);
        }
      }
      out.flush();
    }
    if (measured.compares()) {
      report.print(out, json);
      out.flush();
    }
    return photos.stream().anyMatch(photo -> photo.number() < 0) ? MENDABLE : 0;
  }

  private void print(PrintWriter out, MeasuredPhotos.Photo photo, Caption caption) {
    if (measured.compares() && !json) {
      return; // The figures alone.
    }
    if (!json) {
      out.println(caption == null ? "" : caption.text());
      return;
    }
    ObjectNode node = mapper.createObjectNode().put("photo", photo.name());
    if (caption == null) {
      out.println(node.put("error", "it is no photo that can be used"));
      return;
    }
    node.put("caption", caption.text()).put("logProbability", caption.logProbability());
    node.put("rows", caption.rows()).put("columns", caption.columns());
    caption.words().forEach(node.putArray("words")::add);
    ArrayNode attention = node.putArray("attention");
    for (float[] row : caption.attention()) {
      ArrayNode places = attention.addArray();
      for (float weight : row) {
        places.add(weight);
      }
    }
    out.println(node);
  }

  private void draw(MeasuredPhotos.Read read, MeasuredPhotos.Photo photo, Caption caption) {
    if (overlay == null || caption.words().isEmpty()) {
      return;
    }
    if (caption.attention()[0].length == 0) {
      throw new UserError("this model does not look at places: leave --overlay out");
    }
    String name = photo.name().replaceAll("[^\\w-]+", "-");
    String shortName = name.length() > MOST ? name.substring(0, MOST) : name;
    Path file =
        overlay.resolve(String.format(Locale.ROOT, "%04d-%s.png", photo.number() + 1, shortName));
    try {
      BufferedImage picture =
          AttentionOverlay.render(
              read.picture().apply(photo.number()),
              caption.words(),
              caption.attention(),
              caption.rows(),
              caption.columns());
      AtomicFiles.write(file, temporary -> ImageIO.write(picture, "png", temporary.toFile()));
    } catch (IllegalStateException e) {
      throw new UserError("cannot draw a picture: " + e.getMessage(), e);
    }
  }
}
