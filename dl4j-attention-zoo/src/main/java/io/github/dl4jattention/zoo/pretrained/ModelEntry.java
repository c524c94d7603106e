package io.github.dl4jattention.zoo.pretrained;

import io.github.dl4jattention.zoo.files.Checksum;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A model of a zoo, as its index tells of it.
 *
 * <p>Nothing of it is believed: names cannot climb out of a folder, texts have no control
 * characters and a bounded length, sizes are bounded.
 *
 * @param name what users call it: letters, digits, dot, dash and underscore, at most 64
 * @param version 1 for the first that was published under this name, and so on
 * @param task what it does, in a few words
 * @param description what it is, in a few sentences
 * @param kind of its card, such as {@code sequence-to-sequence}
 * @param modelFormat version of its card's form
 * @param file name of its file, in the folder of the index
 * @param bytes size of its file
 * @param checksum of its file, by SHA-256
 * @param data what it was trained on
 * @param licence under which it may be used
 * @param attribution who is to be named, for data and model
 * @param figures what was measured, by name; in the order in which they shall be shown
 * @param command that trained it
 */
public record ModelEntry(
    String name,
    int version,
    String task,
    String description,
    String kind,
    int modelFormat,
    String file,
    long bytes,
    Checksum checksum,
    String data,
    String licence,
    String attribution,
    Map<String, Double> figures,
    String command) {
  /** Most bytes of a model's file. */
  public static final long MAX_BYTES = 1L << 31;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,95}\\.zip");

  /** Control characters, and those that turn the direction of writing: terminals obey them. */
  public static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cc}\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069]");

  private static final int MAX_TEXT = 4_000;
  private static final int MAX_FIGURES = 100;

  /**
   * A model.
   *
   * @param name what users call it
   * @param version from 1
   * @param task a few words
   * @param description a few sentences
   * @param kind of its card
   * @param modelFormat from 1
   * @param file a name that ends in {@code .zip}
   * @param bytes at most {@link #MAX_BYTES}
   * @param checksum by SHA-256
   * @param data what it was trained on
   * @param licence under which it may be used
   * @param attribution who is to be named
   * @param figures at most 100, all numbers
   * @param command that trained it
   * @throws IllegalArgumentException if something of it is none of its kind; the message says what
   */
  public ModelEntry {
    require(
        isName(name),
        "its name is none: up to 64 letters, digits, dots, hyphens and underscores, a letter or"
            + " digit first, without .zip");
    require(version >= 1, "its version is not positive");
    require(!task.isBlank() && !kind.isBlank(), "its task or kind is missing");
    for (String text :
        new String[] {task, description, kind, data, licence, attribution, command}) {
      requireText(text);
    }
    require(modelFormat >= 1, "the version of its form is not positive");
    require(FILE.matcher(file).matches(), "its file's name is none");
    require(bytes >= 1 && bytes <= MAX_BYTES, "its size is not between 1 and " + MAX_BYTES);
    require(
        checksum.algorithm() == Checksum.Algorithm.SHA_256, "its checksum is not one by SHA-256");
    require(figures.size() <= MAX_FIGURES, "it has too many figures");
    figures.keySet().forEach(ModelEntry::requireText);
    require(figures.values().stream().allMatch(Double::isFinite), "its figures are no numbers");
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }

  private static void require(boolean right, String problem) {
    if (!right) {
      throw new IllegalArgumentException(problem);
    }
  }

  private static void requireText(String text) {
    require(text.length() <= MAX_TEXT, "a text of it is too long");
    require(!UNSEEN.matcher(text).find(), "a text of it has characters that cannot be seen");
  }

  /**
   * Whether a model can be called so.
   *
   * @param name any text
   * @return true for letters, digits, dot, dash and underscore, at most 64, that are no file's name
   */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches() && !name.endsWith(".zip");
  }

  /** The same, of another version. */
  ModelEntry withVersion(int another) {
    return new ModelEntry(
        name,
        another,
        task,
        description,
        kind,
        modelFormat,
        file,
        bytes,
        checksum,
        data,
        licence,
        attribution,
        figures,
        command);
  }
}
