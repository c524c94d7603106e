package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.classification.ClassCounts;
import io.github.dl4jattention.zoo.classification.ClassifierCard;
import io.github.dl4jattention.zoo.classification.ClassifierModel;
import io.github.dl4jattention.zoo.classification.LabelledTexts;
import io.github.dl4jattention.zoo.data.EncodedPairs;
import io.github.dl4jattention.zoo.model.ModelFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Measures classifiers on lines of class TAB text.
 *
 * @param data the lines
 * @param json whether the figures are JSON
 * @param spec of the command, which says where they go
 */
record ClassifierMeasure(Path data, boolean json, CommandSpec spec) {
  /** Measures a model and prints its figures. */
  void print(Path file) {
    ModelFile.Opened<ClassifierCard> opened = ClassifierCard.load(file);
    ClassifierModel model = opened.card().model(opened.graph());
    if (model.classes().pieces().isEmpty()) {
      throw new UserError(
          "%s tells hidden tokens and no classes: start a classifier from it".formatted(file));
    }
    EncodedPairs texts =
        LabelledTexts.encode(
            TextData.texts(TextData.labelled(data, TextData.CLASSES), data), model);
    if (!texts.leftOut().isEmpty()) {
      spec.commandLine().getErr().println(texts.leftOut());
    }
    ClassifierReport report =
        new ClassifierReport(ClassCounts.of(model, texts.pairs()), model.classes().pieces());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          report
              .toJson()
              .put("data", data.toString())
              .put("model", file.toString())
              .put("leftOut", texts.tooLong().size()));
    } else {
      report.print(out);
    }
    out.flush();
  }
}
