package io.github.dl4jattention.layers.align;

import io.github.dl4jattention.layers.formula.Scope;
import io.github.dl4jattention.layers.formula.Steps;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A memory that grows by a key and its value at a time. The steps it follows are those of an input;
 * what a padded step has written is never looked at.
 */
public final class Tape {
  private final Alignment alignment;
  private final Scope scope;
  private final KeyMask mask;

  /** Prepared by the score; null while the tape is empty. */
  private Steps keys;

  private Steps values;

  Tape(Alignment alignment, Scope scope, String input) {
    this.alignment = alignment;
    this.scope = scope;
    this.mask = KeyMask.ofPadding(scope, input);
  }

  /**
   * Writes a step.
   *
   * @param key the key, a sequence of one step
   * @param value its value, a sequence of one step
   */
  public void append(Steps key, Steps value) {
    Steps prepared = alignment.score().prepareKeys(scope, key);
    keys = keys == null ? prepared : joined(keys, prepared);
    values = values == null ? value : joined(values, value);
  }

  /** One by one: all at once, every step's gradient would be a sum over all later steps. */
  private Steps joined(Steps first, Steps last) {
    SDVariable both = scope.sameDiff().concat(1, first.values(), last.values());
    return new Steps(both, first.time() + last.time(), first.size());
  }

  /**
   * What has been written so far, at least one step.
   *
   * @return the memory
   */
  public Memory memory() {
    return new Memory(alignment, scope, keys, values, mask.first(keys.time()));
  }
}
