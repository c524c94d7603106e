package io.github.dl4jattention.zoo.encoders;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A file with the weights of a pretrained network, of a form that its first bytes tell. */
public final class EncoderFile {
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private EncoderFile() {}

  /**
   * Reads a file of Keras's (HDF5) or of DL4J's (zip), of one of {@link Architectures#ALL}.
   *
   * @param file the file
   * @return the network with its weights
   * @throws UserError if it is neither, damaged, or of another network
   */
  public static Encoder read(Path file) {
    byte[] start = start(file);
    if (startsWith(start, HDF5)) {
      return new Encoder(KerasWeights.read(file));
    } else if (startsWith(start, ZIP)) {
      return new Encoder(Dl4jWeights.read(file));
    }
    throw new UserError(
        "%s is neither HDF5, as Keras writes weights, nor a zip, as DL4J does: choose another file"
            .formatted(file));
  }

  private static byte[] start(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserError(
          "%s is %s: check the name of the encoder's file"
              .formatted(file, Files.isDirectory(file) ? "a folder" : "not there"));
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(HDF5.length);
    } catch (IOException e) {
      throw new UserError(
          "cannot read %s (%s): check that you may read it".formatted(file, AtomicFiles.reason(e)),
          e);
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }
}
