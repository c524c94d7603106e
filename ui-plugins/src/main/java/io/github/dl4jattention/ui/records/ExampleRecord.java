package io.github.dl4jattention.ui.records;

import java.util.Locale;

/**
 * An example whose attention is shown: its name, and its image if it has one. Static information,
 * written before the first {@link AttentionRecord} of the example.
 */
public final class ExampleRecord extends DashboardRecord {
  private static final long serialVersionUID = 1L;

  /** Which example, from 0. */
  private int example;

  /** What it is called. */
  private String name = "";

  /** What rows and columns are. */
  private Kind kind = Kind.ALIGNMENT;

  /** The image; empty if there is none. */
  private byte[] image = {};

  /** For storages, which make a record and then {@linkplain #decode(byte[]) decode} it. */
  public ExampleRecord() {}

  /**
   * A record.
   *
   * @param example which example, from 0
   * @param name what it is called, such as its text
   * @param kind what rows and columns are
   * @param image a PNG or JPEG file's bytes; empty if there is none
   * @throws IllegalArgumentException if something is over its limit, or the image is of another
   *     kind
   */
  public ExampleRecord(int example, String name, Kind kind, byte[] image) {
    this.example = Limits.number(example, 0, Limits.EXAMPLES - 1, "the example");
    this.name = Limits.text(name, Limits.TEXT, "the example's name");
    this.kind = kind;
    this.image = image.clone();
    check();
  }

  /** What an example's rows and columns are. */
  public enum Kind {
    /** Target tokens look at source tokens. */
    ALIGNMENT,
    /** Tokens look at tokens of the same sequence. */
    SELF,
    /** Words look at an image. */
    IMAGE;

    /**
     * The kind as pages know it.
     *
     * @return the name in small letters
     */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Which example.
   *
   * @return its number, from 0
   */
  public int example() {
    return example;
  }

  /**
   * What it is called.
   *
   * @return its name
   */
  public String name() {
    return name;
  }

  /**
   * What rows and columns are.
   *
   * @return the kind
   */
  public Kind exampleKind() {
    return kind;
  }

  /**
   * The image.
   *
   * @return a PNG or JPEG file's bytes; empty if there is none
   */
  public byte[] image() {
    return image.clone();
  }

  /**
   * The image's media type, by its first bytes.
   *
   * @return {@code image/png} or {@code image/jpeg}; null if there is no image
   */
  public String mediaType() {
    return image.length == 0 ? null : startsAs(0x89, 'P', 'N', 'G') ? "image/png" : "image/jpeg";
  }

  @Override
  public String getTypeID() {
    return AttentionRecord.TYPE;
  }

  @Override
  int kind() {
    return 2;
  }

  @Override
  void write(RecordOutput out) {
    out.number(example);
    out.text(name);
    out.constant(kind);
    out.bytes(image);
  }

  @Override
  void read(RecordInput in) {
    example = in.number(0, Limits.EXAMPLES - 1, "example");
    name = in.text(Limits.TEXT, "name");
    kind = in.constant(Kind.class, "kind of example");
    image = in.bytes(Limits.IMAGE, "image");
    check();
  }

  private void check() {
    Limits.number(image.length, 0, Limits.IMAGE, "the image's number of bytes");
    if (image.length > 0
        && !startsAs(0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')
        && !startsAs(0xff, 0xd8, 0xff)) {
      throw new IllegalArgumentException("the image is neither PNG nor JPEG: convert it");
    }
  }

  private boolean startsAs(int... first) {
    for (int i = 0; i < first.length; i++) {
      if (i >= image.length || (image[i] & 0xff) != first[i]) {
        return false;
      }
    }
    return true;
  }
}
