package io.github.dl4jattention.layers;

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
}
