package io.github.dl4jattention.ui.records;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads bytes that may be anybody's: no length is believed beyond its limit or beyond the bytes
 * that are there, and nothing may be left at the end.
 */
final class RecordInput {
  /** A character takes at most three bytes of UTF-8, and a pair of surrogates four. */
  private static final int BYTES_A_CHARACTER = 3;

  private final ByteBuffer bytes;

  RecordInput(byte[] bytes) {
    if (bytes.length > Limits.RECORD) {
      throw new DamagedRecordException("it has %d bytes".formatted(bytes.length));
    }
    this.bytes = ByteBuffer.wrap(bytes);
  }

  int number(int least, int most, String what) {
    int number = take(bytes::getInt);
    if (number < least || number > most) {
      throw new DamagedRecordException("its %s is %d".formatted(what, number));
    }
    return number;
  }

  long time() {
    return take(bytes::getLong);
  }

  double number() {
    return take(bytes::getDouble);
  }

  boolean flag() {
    byte flag = take(bytes::get);
    if (flag != 0 && flag != 1) {
      throw new DamagedRecordException("a flag of it is %d".formatted(flag));
    }
    return flag == 1;
  }

  String text(int longest, String what) {
    byte[] encoded = bytes(longest * BYTES_A_CHARACTER, what);
    try {
      // A new decoder refuses what is no UTF-8, where String replaces it.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(encoded)).toString();
      if (text.length() > longest) {
        throw new DamagedRecordException("its %s has %d characters".formatted(what, text.length()));
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new DamagedRecordException("its %s is not UTF-8".formatted(what), e);
    }
  }

  String optional(int longest, String what) {
    return flag() ? text(longest, what) : null;
  }

  <E extends Enum<E>> E constant(Class<E> type, String what) {
    String name = text(Limits.NAME, what);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw new DamagedRecordException("its %s is none that is known".formatted(what));
  }

  byte[] bytes(int most, String what) {
    int length = number(0, Math.min(most, bytes.remaining()), what + "'s length");
    byte[] some = new byte[length];
    take(() -> bytes.get(some));
    return some;
  }

  <T> List<T> list(int most, String what, Supplier<T> each) {
    int size = number(0, most, "number of " + what);
    List<T> items = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      items.add(each.get());
    }
    return List.copyOf(items);
  }

  void end() {
    if (bytes.hasRemaining()) {
      throw new DamagedRecordException("%d bytes follow it".formatted(bytes.remaining()));
    }
  }

  private static <T> T take(Supplier<T> read) {
    try {
      return read.get();
    } catch (BufferUnderflowException e) {
      throw new DamagedRecordException("it ends too early", e);
    }
  }
}
