package io.github.dl4jattention.zoo.pretrained;

import io.github.dl4jattention.zoo.UserError;
import io.github.dl4jattention.zoo.files.ThisMachine;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.deeplearning4j.common.resources.DL4JResources;

/**
 * Where a zoo is: the folder that holds its index and its files, on a web server or on a disk.
 *
 * @param folder an {@code https}, {@code http} or {@code file} address with a slash at its end
 */
public record ZooAddress(URI folder) {
  /** System property: an address, or a folder. */
  public static final String PROPERTY = "io.github.dl4jattention.zoo.from";

  /** A zoo's folder below DL4J's base address and below DL4J's cache. */
  public static final String DL4J_FOLDER = "models/dl4j-attention/";

  /** Of DL4J's own models. There is none of these below it. */
  private static final String DL4J_DEFAULT = "https://dl4jdata.blob.core.windows.net/";

  /**
   * Reads an address.
   *
   * @param text an {@code https}, {@code http} or {@code file} address, or the path of a folder
   * @return the address
   * @throws UserError if it is none
   */
  public static ZooAddress of(String text) {
    try {
      if (!text.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
        return new ZooAddress(folder(Path.of(text).toUri().toString()));
      }
      URI address = folder(text);
      String scheme = address.getScheme().toLowerCase(Locale.ROOT);
      boolean web = scheme.equals("https") || scheme.equals("http");
      boolean local = scheme.equals("file") && address.getRawAuthority() == null;
      if (web ? address.getHost() == null : !local) {
        throw none(text, null);
      }
      if (address.getRawQuery() != null
          || address.getRawFragment() != null
          || address.getRawUserInfo() != null) {
        throw none(text, null);
      }
      return new ZooAddress(address);
    } catch (URISyntaxException | InvalidPathException e) {
      throw none(text, e);
    }
  }

  private static URI folder(String text) throws URISyntaxException {
    return new URI(text.endsWith("/") ? text : text + "/");
  }

  private static UserError none(String text, Exception cause) {
    return new UserError(
        "\"%s\" is no address of a zoo: give a folder, or https://HOST/PATH without user, query and"
                .formatted(text.replaceAll("\\p{Cntrl}", "?").replaceAll("//[^/@]*@", "//***@"))
            + " fragment",
        cause);
  }

  /**
   * The address that this process is told of: by {@value #PROPERTY}, or else what is at {@value
   * #DL4J_FOLDER} below DL4J's base address, if that was changed ({@code
   * org.deeplearning4j.resources.baseurl}).
   *
   * @return the address; nothing if it is told of none
   * @throws UserError if it is told of what is none
   */
  public static Optional<ZooAddress> configured() {
    String told = System.getProperty(PROPERTY);
    if (told != null) {
      return Optional.of(of(told));
    }
    String base = DL4JResources.getBaseDownloadURL();
    return base == null || base.equals(DL4J_DEFAULT)
        ? Optional.empty()
        : Optional.of(of((base.endsWith("/") ? base : base + "/") + DL4J_FOLDER));
  }

  /**
   * A file in the folder.
   *
   * @param name its path there, with slashes
   * @return its address
   */
  public URI file(String name) {
    return folder.resolve(name);
  }

  /**
   * Whether anybody on the way could change what comes.
   *
   * @return true for {@code http} to another machine
   */
  public boolean isOpen() {
    return "http".equalsIgnoreCase(folder.getScheme()) && !ThisMachine.has(folder);
  }

  /**
   * Whether it is a folder of this machine.
   *
   * @return true for {@code file}
   */
  public boolean isLocal() {
    return "file".equalsIgnoreCase(folder.getScheme());
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
