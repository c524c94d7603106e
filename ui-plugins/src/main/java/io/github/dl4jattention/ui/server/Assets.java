package io.github.dl4jattention.ui.server;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Scripts, styles and pictures of the pages, out of the jars and from nowhere else.
 *
 * <p>DL4J's own handler of {@code /assets/} looks for files in the working folder first, follows
 * {@code ..} out of it and never answers for what it does not find. It is not reached.
 */
final class Assets {
  private static final String PREFIX = "/assets/";
  private static final String WEBJARS = "webjars/";
  private static final Pattern NAME =
      Pattern.compile("(?:[A-Za-z0-9_@-][A-Za-z0-9_.@+-]*/)*[A-Za-z0-9_@-][A-Za-z0-9_.@+-]*");

  /** Every page of DL4J's loads this script last; ours is added to it. */
  private static final String EXTENDED = "js/counter.js";

  private static final String EXTENSION = "attention/sidebar.js";

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("json", "application/json; charset=utf-8"),
          Map.entry("map", "application/json; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("gif", "image/gif"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff", "font/woff"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("ttf", "font/ttf"));

  private final ClassLoader loader = Assets.class.getClassLoader();
  private final Map<String, Asset> read = new ConcurrentHashMap<>();

  /**
   * A file.
   *
   * @param type its media type
   * @param content its bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // Written out, never compared.
  record Asset(String type, byte[] content) {}

  static boolean covers(String path) {
    return path.startsWith(PREFIX);
  }

  /** The file of a path; empty if there is none. */
  Optional<Asset> find(String path) {
    String name = path.substring(PREFIX.length());
    Asset known = read.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    byte[] content = type == null || !NAME.matcher(name).matches() ? null : content(name);
    if (content == null) {
      return Optional.empty();
    }
    Asset asset = new Asset(type, content);
    read.put(name, asset); // As many as there are files: what does not exist is not kept.
    return Optional.of(asset);
  }

  private byte[] content(String name) {
    if (name.startsWith(WEBJARS)) {
      return resource("META-INF/resources/" + name);
    }
    byte[] own = resource("deeplearning4jUiAssets/" + name);
    byte[] extension =
        name.equals(EXTENDED) ? resource("deeplearning4jUiAssets/" + EXTENSION) : null;
    if (own == null || extension == null) {
      return own;
    }
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(own);
    both.writeBytes(new byte[] {'\n', ';', '\n'});
    both.writeBytes(extension);
    return both.toByteArray();
  }

  private byte[] resource(String name) {
    URL url = loader.getResource(name);
    if (url == null || isFolder(name, url)) {
      return null;
    }
    try (InputStream in = url.openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + " from its jar", e);
    }
  }

  /** Jars and folders of classes both give their folders as if they were files. */
  private boolean isFolder(String name, URL url) {
    return url.getProtocol().equals("file")
        ? new File(url.getPath()).isDirectory()
        : loader.getResource(name + "/") != null;
  }
}
