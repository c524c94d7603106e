package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.captions.CaptionCard;
import io.github.dl4jattention.zoo.captions.CaptionModel;
import io.github.dl4jattention.zoo.captions.CaptionSet;
import io.github.dl4jattention.zoo.captions.CaptionValidation;
import io.github.dl4jattention.zoo.captions.ShowAttendTell;
import io.github.dl4jattention.zoo.dashboard.ShownPhoto;
import io.github.dl4jattention.zoo.dashboard.TrainingDashboard;
import io.github.dl4jattention.zoo.data.EncodedPair;
import io.github.dl4jattention.zoo.data.PhotoCaptions;
import io.github.dl4jattention.zoo.encoders.LastBlock;
import io.github.dl4jattention.zoo.model.ModelFile;
import io.github.dl4jattention.zoo.tokens.TextCodec;
import io.github.dl4jattention.zoo.tokens.TokenKind;
import io.github.dl4jattention.zoo.training.Provenance;
import io.github.dl4jattention.zoo.training.RunFolder;
import io.github.dl4jattention.zoo.training.Trainer;
import io.github.dl4jattention.zoo.training.TrainingOptions;
import io.github.dl4jattention.zoo.training.TrainingProgress;
import io.github.dl4jattention.zoo.training.Validation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zoo train captioner}. */
@Command(
    name = "captioner",
    description = {
      "Sentences about photos: Show, Attend and Tell (Xu et al. 2015).",
      "After each epoch the model writes about held-out photos; the one with the highest BLEU is"
          + " kept."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  zoo train captioner --images photos --captions captions.txt",
      "  zoo train captioner --images photos --captions captions.txt --valid-photos dev.txt \\",
      "      --encoder vgg16 --attention hard --name hard",
      "  zoo train captioner --scenes 10000                   without photos",
      "  zoo train captioner --scenes 10000 --resume          after Ctrl-C or a crash",
      "  zoo caption captioner --beam 5 --overlay pictures dog.jpg"
    })
final class TrainCaptionerCommand implements Callable<Integer> {
  private static final int SHOWN = 8;

  @Spec private CommandSpec spec;

  @ArgGroup(exclusive = false, heading = "%nPhotos:%n", order = 1)
  private CaptionPhotos data = new CaptionPhotos();

  @ArgGroup(exclusive = false, heading = "%nEncoder:%n", order = 2)
  private EncoderOptions encoder = new EncoderOptions();

  @ArgGroup(exclusive = false, heading = "%nModel:%n", order = 3)
  private CaptionerOptions family = new CaptionerOptions();

  @ArgGroup(exclusive = false, heading = "%nTraining:%n", order = 4)
  private CaptionerLoop loop = new CaptionerLoop();

  @Option(names = "--vocabulary", paramLabel = "N", description = "Most words that are known.")
  private int vocabulary = 10_000;

  @Option(
      names = "--max-length",
      paramLabel = "N",
      description = "Most words of a caption; longer ones are left out of the training.")
  private int maxLength = 40;

  @Mixin private RunOptions options;

  @Override
  public Integer call() {
    check();
    RunFolder run = options.run();
    PrintWriter err = spec.commandLine().getErr();
    Observers observers = options.observers(err);
    Started started = options.resume() ? resumed(run, observers) : created(run, observers);
    Trainer<CaptionModel> trainer = started.trainer();
    CaptionSet heldOut = started.photos().heldOut();
    return new TrainingSession<>(trainer, observers, run, options, err)
        .train(
            data.origin(),
            started.training(),
            new CaptionValidation(heldOut),
            (updates, folder, where) ->
                TrainingDashboard.start(
                    trainer.model(), shown(started.photos()), updates, folder, where));
  }

  private void check() {
    data.check();
    family.check(data.areScenes());
    loop.check(data.areScenes());
    options.check();
    Limits.within("--vocabulary", vocabulary, 2, 1_000_000);
    Limits.within("--max-length", maxLength, 1, 1_000);
  }

  /** A training with what it trains on. */
  private record Started(
      Trainer<CaptionModel> trainer, CaptionPhotos.Prepared photos, List<EncodedPair> training) {}

  private Started resumed(RunFolder run, TrainingProgress progress) {
    options.requireResumable(run);
    ModelFile.Opened<CaptionCard> opened = CaptionCard.load(run.checkpoint());
    CaptionCard card = opened.card();
    CaptionPhotos.Prepared photos =
        read(card.settings().tunesEncoder(), card.provenance().path("seed").asLong());
    if (!photos.encoderName().equals(card.encoder())) {
      throw new UserError(
          "%s was trained with the encoder %s, this is %s: give the same --encoder"
              .formatted(run.folder(), card.encoder(), photos.encoderName()));
    }
    Trainer<CaptionModel> trainer =
        Trainer.resume(
            card.model(opened.graph(), photos.photos()),
            card,
            opened.trainingState(),
            run,
            progress);
    TrainingSession.requireSameData(
        trainer, run, photos.training().pairs(), photos.heldOut().pairs());
    return new Started(
        trainer, photos, photos.training().encoded(card.targets(), card.maxLength()));
  }

  private Started created(RunFolder run, TrainingProgress progress) {
    options.requireUnused(run);
    CaptionPhotos.Prepared photos = read(family.tunes(), options.seed());
    TextCodec codec =
        TextCodec.builder()
            .setKind(TokenKind.WORDS)
            .optLimit(vocabulary)
            .train(photos.training().captions());
    List<EncodedPair> training = photos.training().encoded(codec, maxLength);
    if (training.isEmpty()) {
      throw new UserError(
          "all captions have more than %d words: raise --max-length".formatted(maxLength));
    }
    TrainingOptions told = loop.options(options, training);
    ShowAttendTell model =
        family.model(
            photos.photos(), data.areScenes() ? null : photos.encoder().architecture().name());
    CaptionCard card =
        new CaptionCard(
            run.folder().getFileName().toString(),
            codec,
            maxLength,
            model,
            photos.encoderName(),
            Provenance.of(
                data.origin(),
                photos.training().pairs(),
                photos.heldOut().pairs(),
                settings(model),
                told));
    ComputationGraph graph = model.newGraph(codec.size(), family.optimizer(loop), options.seed());
    if (family.tunes()) {
      LastBlock.of(photos.encoder()).setWeights(graph);
    }
    CaptionModel learner = card.model(graph, photos.photos());
    return new Started(new Trainer<>(learner, card, told, run, progress), photos, training);
  }

  private CaptionPhotos.Prepared read(boolean tunes, long seed) {
    return data.read(encoder, tunes, options, seed, spec.commandLine().getErr());
  }

  private ObjectNode settings(ShowAttendTell model) {
    return model
        .toJson()
        .put("vocabulary", vocabulary)
        .put("learningRate", loop.learningRate())
        .put("gradientClip", family.clip());
  }

  private static List<ShownPhoto> shown(CaptionPhotos.Prepared photos) {
    CaptionSet heldOut = photos.heldOut();
    return Validation.spread(heldOut.photos().size(), SHOWN)
        .mapToObj(
            i -> {
              PhotoCaptions photo = heldOut.photos().get(i);
              int number = heldOut.first() + i;
              return new ShownPhoto(
                  number, photo.photo(), photo.captions().get(0), png(photos, number));
            })
        .toList();
  }

  private static byte[] png(CaptionPhotos.Prepared photos, int number) {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      ImageIO.write(photos.picture().apply(number), "png", bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a picture in memory", e);
    }
  }
}
