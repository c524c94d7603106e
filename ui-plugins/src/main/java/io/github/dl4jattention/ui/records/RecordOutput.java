package io.github.dl4jattention.ui.records;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes what {@link RecordInput} reads: numbers big-endian, texts and lists after their length.
 */
final class RecordOutput {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream data = new DataOutputStream(bytes);

  void number(int value) {
    write(() -> data.writeInt(value));
  }

  void number(long value) {
    write(() -> data.writeLong(value));
  }

  void number(double value) {
    write(() -> data.writeDouble(value));
  }

  void flag(boolean value) {
    write(() -> data.writeBoolean(value));
  }

  void text(String text) {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A text that may be missing. */
  void optional(String text) {
    flag(text != null);
    if (text != null) {
      text(text);
    }
  }

  /** One of an enumeration, by its name. */
  void constant(Enum<?> constant) {
    text(constant.name());
  }

  void bytes(byte[] some) {
    number(some.length);
    write(() -> data.write(some));
  }

  <T> void list(List<T> items, Consumer<T> each) {
    number(items.size());
    items.forEach(each);
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  private static void write(Write write) {
    try {
      write.run();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
  }

  @FunctionalInterface
  private interface Write {
    void run() throws IOException;
  }
}
