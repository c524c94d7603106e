package io.github.dl4jattention.zoo.training;

import io.github.dl4jattention.zoo.UserError;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A run's files.
 *
 * @param folder where they are
 */
public record RunFolder(Path folder) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /**
   * The folder of a run.
   *
   * @param runs the folder of all runs
   * @param name letters, digits, dot, dash and underscore
   * @return the run's folder, which need not exist
   * @throws UserError if the name is not one
   */
  public static RunFolder of(Path runs, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new UserError(
          "\"%s\" is no name for a run: use up to 64 letters, digits, dots, dashes, underscores"
              .formatted(name.replaceAll("\\p{Cntrl}", "?")));
    }
    return new RunFolder(runs.resolve(name));
  }

  /**
   * The model of the best whole epoch, or where texts are not compared of the last.
   *
   * @return a file that DL4J's {@code ModelSerializer} loads
   */
  public Path model() {
    return folder.resolve("model.zip");
  }

  /**
   * The newest checkpoint.
   *
   * @return a file with the updater's and the training's state
   */
  public Path checkpoint() {
    return folder.resolve("checkpoint.zip");
  }

  /**
   * Where the model comes from.
   *
   * @return a JSON file
   */
  public Path provenance() {
    return folder.resolve("provenance.json");
  }

  /**
   * The model of one of the last epochs, kept to be averaged.
   *
   * @param epoch from 0
   * @return a model file
   */
  public Path epochModel(int epoch) {
    return folder.resolve("epoch-%d.zip".formatted(epoch + 1));
  }

  /**
   * The figures of each epoch.
   *
   * @return a CSV file
   */
  public Path table() {
    return folder.resolve("epochs.csv");
  }

  /**
   * A few held-out pairs as they were translated after each epoch.
   *
   * @return a CSV file
   */
  public Path samples() {
    return folder.resolve("samples.csv");
  }

  /**
   * Deletes what a training has left, for another one in its place.
   *
   * @throws UserError if a file cannot be deleted
   */
  public void clear() {
    delete(
        "{model.zip,checkpoint.zip,epoch-*.zip,provenance.json,epochs.csv,samples.csv,dashboard.db*}");
    deleteUnfinished();
  }

  /**
   * Deletes files that a training had not finished when it was killed.
   *
   * @throws UserError if a file cannot be deleted
   */
  public void deleteUnfinished() {
    delete(".{model,checkpoint,epoch-*,provenance,epochs,samples}.{zip,json,csv}.*.tmp");
  }

  private void delete(String pattern) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UserError("cannot empty %s: check its permissions".formatted(folder), e);
    }
  }

  /**
   * What the dashboard shows of the run.
   *
   * @return an SQLite file; while it is written there are two more, {@code -wal} and {@code -shm}
   */
  public Path storage() {
    return folder.resolve("dashboard.db");
  }

  /**
   * Whether a training has left something here.
   *
   * @return true if there is a model or a checkpoint
   */
  public boolean isUsed() {
    return Files.exists(model()) || Files.exists(checkpoint());
  }
}
