package io.github.dl4jattention.zoo.files;

import io.github.dl4jattention.zoo.UserError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes to a temporary name beside the file, flushes to disk, moves it into place. */
public final class AtomicFiles {
  private AtomicFiles() {}

  /** Fills a file that nobody else sees yet. */
  @FunctionalInterface
  public interface Writer {
    /**
     * Writes the whole content.
     *
     * @param temporary an existing, empty file
     * @throws IOException if it cannot be written
     */
    void write(Path temporary) throws IOException;
  }

  /**
   * Writes a file whole or not at all: a crash at any moment leaves the old file or the new one.
   *
   * @param file where it shall be; its folder is made if missing
   * @param writer fills it
   * @throws UserError if the folder or file cannot be written
   */
  public static void write(Path file, Writer writer) {
    write(file, writer, true);
  }

  /**
   * As {@link #write}, but not flushed to disk, which is many times faster: for files that are
   * checked when they are read, and can be made again.
   *
   * @param file where it shall be; its folder is made if missing
   * @param writer fills it
   * @throws UserError if the folder or file cannot be written
   */
  public static void writeUnflushed(Path file, Writer writer) {
    write(file, writer, false);
  }

  private static void write(Path file, Writer writer, boolean flush) {
    Path folder = file.toAbsolutePath().getParent();
    Path temporary = null;
    try {
      Files.createDirectories(folder);
      // Not createTempFile, whose files only their owner may read.
      temporary = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
      Files.createFile(temporary);
      writer.write(temporary);
      if (flush) {
        flush(temporary);
      }
      move(temporary, file);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    } finally {
      deleteQuietly(temporary);
    }
  }

  private static UserError cannotWrite(Path path, IOException e) {
    return new UserError(
        "cannot write %s (%s): choose a folder you may write to, with room left"
            .formatted(path, reason(e)),
        e);
  }

  /**
   * Makes a folder and checks that files can be written to it.
   *
   * @param folder the folder
   * @throws UserError if it cannot be made or written to
   */
  public static void requireWritable(Path folder) {
    Path probe = folder.resolve("." + UUID.randomUUID() + ".tmp");
    try {
      Files.createDirectories(folder);
      Files.createFile(probe);
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    } finally {
      deleteQuietly(probe);
    }
  }

  /**
   * Writes a text file in UTF-8, whole or not at all.
   *
   * @param file where it shall be
   * @param text the content
   */
  public static void writeText(Path file, String text) {
    write(file, temporary -> Files.writeString(temporary, text, StandardCharsets.UTF_8));
  }

  /**
   * What an IOException says, without the file name it may repeat.
   *
   * @param e the exception
   * @return a few words
   */
  public static String reason(IOException e) {
    String kind = e.getClass().getSimpleName().replace("Exception", "");
    return switch (kind) {
      case "AccessDenied" -> "permission denied";
      case "NoSuchFile" -> "no such file";
      case "FileAlreadyExists", "NotDirectory" -> "a file is in the way";
      case "FileSystem" ->
          ((java.nio.file.FileSystemException) e).getReason() == null
              ? kind
              : ((java.nio.file.FileSystemException) e).getReason();
      default -> e.getMessage() == null ? kind : e.getMessage();
    };
  }

  /** What was written is on disk after it. */
  static void flush(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /**
   * Gives a file its name, in one step where the disk can.
   *
   * @param from the file
   * @param to its name; what is there is replaced
   * @throws IOException if it cannot
   */
  public static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Deletes what is of no more use; if that fails, it stays.
   *
   * @param temporary a file, which need not be there; null for none
   */
  public static void deleteQuietly(Path temporary) {
    if (temporary == null) {
      return;
    }
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // Left behind under a hidden name; the failure that led here is the one to tell.
    }
  }
}
