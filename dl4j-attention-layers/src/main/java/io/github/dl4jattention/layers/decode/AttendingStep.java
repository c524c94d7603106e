package io.github.dl4jattention.layers.decode;

import io.github.dl4jattention.layers.DecoderStep;
import io.github.dl4jattention.layers.RecurrentDecoder;
import io.github.dl4jattention.layers.align.Alignment;
import io.github.dl4jattention.layers.align.AttentionInTurn;
import io.github.dl4jattention.layers.align.Memory;
import io.github.dl4jattention.layers.align.PredictiveWindow;
import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import org.nd4j.autodiff.samediff.SDVariable;

/** A step of a decoder with attention, by the decoder's own formula. */
final class AttendingStep implements StepFormula {
  private final RecurrentDecoder decoder;

  AttendingStep(RecurrentDecoder decoder) {
    this.decoder = decoder;
  }

  @Override
  public Steps defineKeys(Scope scope) {
    return alignment().score().prepareKeys(scope, scope.steps(SOURCES));
  }

  private Alignment alignment() {
    return decoder.alignment();
  }

  @Override
  public Result define(Scope scope, int position) {
    Memory memory = alignment().prepared(scope, steps(scope, KEYS), steps(scope, VALUES), SOURCES);
    SDVariable covered = hasCoverage() ? scope.input(COVERAGE) : null;
    AttentionInTurn attention = AttentionInTurn.resumed(scope, memory, position, covered);
    SDVariable carried = decoder.carriedSize() == 0 ? null : scope.input(CARRIED);
    DecoderStep step =
        decoder.oneStep(scope, attention, new DecoderStep(before(scope), carried, null));
    attention.nameWeights();
    return new Result(step.state(), step.carried(), attention.coverage(), step.output());
  }

  /** Of inputs that have time before size already. */
  private static Steps steps(Scope scope, String name) {
    long[] shape = scope.inputShape(name);
    return new Steps(scope.input(name), shape[1], shape[2]);
  }

  @Override
  public boolean positionMatters() {
    return alignment().causal()
        || alignment().window().filter(window -> !(window instanceof PredictiveWindow)).isPresent();
  }

  @Override
  public boolean hasMemory() {
    return decoder.cell().hasMemory();
  }

  @Override
  public boolean hasCoverage() {
    return alignment().score().hasCoverage();
  }
}
