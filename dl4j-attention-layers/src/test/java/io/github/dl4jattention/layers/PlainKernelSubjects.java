package io.github.dl4jattention.layers;

import static io.github.dl4jattention.layers.KernelSubjects.dropout;
import static io.github.dl4jattention.layers.KernelSubjects.size;
import static io.github.dl4jattention.layers.Subject.plain;
import static io.github.dl4jattention.layers.Subject.sequence;
import static io.github.dl4jattention.layers.Subject.vector;

import io.github.dl4jattention.layers.KernelSubjects.KernelSubject;
import java.util.List;
import java.util.Random;

/** {@link KernelSubjects} that look at nothing. */
final class PlainKernelSubjects {
  static final List<KernelSubject> ALL =
      List.of(
          new KernelSubject(
              "recurrent vertex",
              KernelSubjects.LONGEST_RECURRENCE,
              PlainKernelSubjects::recurrentVertex),
          new KernelSubject("layer normalisation", PlainKernelSubjects::layerNormalization),
          new KernelSubject("RMS normalisation", PlainKernelSubjects::rmsNormalization),
          new KernelSubject("sinusoidal position", PlainKernelSubjects::sinusoidalPosition),
          new KernelSubject("learned position", PlainKernelSubjects::learnedPosition),
          new KernelSubject("temporal convolution", PlainKernelSubjects::temporalConvolution),
          new KernelSubject("readout", PlainKernelSubjects::readout));

  private PlainKernelSubjects() {}

  private static Subject recurrentVertex(Random random) {
    int stateSize = size(random);
    RecurrentVertex vertex =
        RecurrentVertex.builder()
            .setStateSize(stateSize)
            .optCell(KernelSubjects.cell(random))
            .optInitialState(random.nextBoolean())
            .build();
    List<Subject.Input> inputs =
        List.of(sequence(size(random), "q"), vector(stateSize), vector(stateSize));
    return plain(
        "recurrent vertex",
        vertex::clone,
        inputs.subList(0, vertex.inputNames().size()).toArray(Subject.Input[]::new));
  }

  private static Subject readout(Random random) {
    Readout layer = Readout.builder().nOut(size(random)).optPieces(1 + random.nextInt(3)).build();
    return plain("readout", layer::clone, sequence(size(random), "x"));
  }

  private static Subject layerNormalization(Random random) {
    LayerNormalization layer =
        LayerNormalization.builder()
            .optGain(random.nextInt(3) > 0)
            .optBias(random.nextInt(3) > 0)
            .build();
    // Of two channels nothing is left but their signs, and of the gradient rounding alone.
    return plain("layer normalisation", layer::clone, stepsOrVector(2 + size(random), random));
  }

  private static Subject rmsNormalization(Random random) {
    RmsNormalization layer =
        RmsNormalization.builder().optGain(random.nextBoolean()).optEpsilon(0.1).build();
    return plain("RMS normalisation", layer::clone, stepsOrVector(size(random), random));
  }

  private static Subject.Input stepsOrVector(long size, Random random) {
    return random.nextInt(3) > 0 ? sequence(size, "x") : vector(size);
  }

  private static Subject sinusoidalPosition(Random random) {
    SinusoidalPosition layer =
        SinusoidalPosition.builder()
            .optScaleInput(random.nextBoolean())
            .optDropout(dropout(random))
            .build();
    return plain("sinusoidal position", layer::clone, sequence(size(random), "x"));
  }

  private static Subject temporalConvolution(Random random) {
    TemporalConvolution layer =
        TemporalConvolution.builder()
            .setWidth(1 + random.nextInt(6))
            .optPreNorm(random.nextBoolean())
            .optRmsNorm(random.nextBoolean())
            .optDropout(dropout(random))
            .build();
    return plain("temporal convolution", layer::clone, sequence(2 + size(random), "x"));
  }

  private static Subject learnedPosition(Random random) {
    LearnedPosition layer =
        LearnedPosition.builder().setMaxLength(30).optDropout(dropout(random)).build();
    return plain("learned position", layer::clone, sequence(size(random), "x"));
  }
}
