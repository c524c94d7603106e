package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.behaviours.BehaviourGenerator;
import io.github.dl4jattention.zoo.data.NumberedPairs;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which behaviours a model is trained on, and which are held out. */
final class BehaviourData {
  @Option(
      names = "--data",
      paramLabel = "FILE.tsv",
      description =
          "Users' behaviours, a line each: 1 (acts on the candidate next) or 0, TAB, the candidate as"
              + " item:category, and the behaviours as action:item:category:age, spaces between."
              + " UTF-8, plain or gzip (default: generated ones, see zoo data behaviours).")
  private Path data;

  @Option(
      names = "--valid",
      paramLabel = "FILE.tsv",
      description = "Lines to measure with after each epoch, never trained on.")
  private Path valid;

  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      description =
          "Without this file: share of the lines that is held out, at most 2,000 (default: 0.1).")
  private Double heldOut;

  void check() {
    HeldOut.check(heldOut, "0.1", "--valid", valid != null);
    Limits.needs("--held-out", heldOut != null, "--data", data != null);
  }

  String origin(long seed) {
    return data == null ? "behaviour generator, seed " + seed : "file " + data.getFileName();
  }

  HeldOut.Split read(long seed) {
    if (data == null) {
      return new HeldOut.Split(
          generated(BehaviourGenerator.Part.TRAINING, seed),
          valid == null ? generated(BehaviourGenerator.Part.HELD_OUT, seed) : file(valid));
    }
    return valid == null
        ? HeldOut.split(file(data), heldOut == null ? 0.1 : heldOut, seed)
        : new HeldOut.Split(file(data), file(valid));
  }

  private static NumberedPairs generated(BehaviourGenerator.Part part, long seed) {
    return NumberedPairs.all(BehaviourGenerator.generate(part, seed), "the generator's");
  }

  /** Lines of 1 or 0, TAB, candidate and behaviours; a pair's source is what follows the tab. */
  static NumberedPairs file(Path file) {
    return NumberedPairs.all(
        TextData.labelled(file, "1 or 0 TAB candidate behaviours"), file.toString());
  }
}
