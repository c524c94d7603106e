package io.github.dl4jattention.zoo.cli;

/** How long and how fast an encoder learns. */
final class EncoderLoop extends EpochOptions {
  /** What differs from other models: picocli shows it as defaults. */
  EncoderLoop() {
    super(0.001, "linear", 200);
  }
}
