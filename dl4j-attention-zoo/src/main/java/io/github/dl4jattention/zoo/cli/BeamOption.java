package io.github.dl4jattention.zoo.cli;

import io.github.dl4jattention.zoo.UserError;
import picocli.CommandLine.Option;

/** How wide to search. */
final class BeamOption {
  private static final int MOST = 100;

  @Option(names = "--beam", paramLabel = "N", description = "Beam width; 1 is greedy search.")
  private int beam = 1;

  /** The width; a {@link UserError} if it is out of bounds. */
  int width() {
    if (beam < 1 || beam > MOST) {
      throw new UserError("--beam is %d: choose 1 to %d".formatted(beam, MOST));
    }
    return beam;
  }
}
