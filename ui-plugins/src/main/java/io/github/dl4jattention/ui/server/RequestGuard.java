package io.github.dl4jattention.ui.server;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The one rule for what may reach the dashboard.
 *
 * <p>The server behind it resolves {@code ..} in asset paths to files outside its jar, accepts
 * uploads, and trusts whoever can connect. A page in the user's own browser can connect, too, once
 * its host name has been rebound to 127.0.0.1; only the Host header tells it from the user. So a
 * request passes if it reads (GET or HEAD), names this server as its host, and has a path that
 * means the same to every reader, however often it is decoded.
 *
 * <p>A guard has no state and may be shared between threads.
 */
public final class RequestGuard {
  /** Names under which this machine reaches itself. */
  public static final Set<String> LOOPBACK_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

  /** The longest request target that passes, in characters. */
  public static final int MAX_LENGTH = 2_048;

  /** An honest path is encoded once; what still decodes after this many times is not honest. */
  private static final int MAX_DECODINGS = 5;

  /**
   * Closed with all that lies below: an upload open to anyone, a page that breaks the session it
   * names, a receiver that instantiates any class it is told.
   */
  private static final List<String> CLOSED = List.of("/tsne/upload", "/setlang", "/remotereceive");

  /**
   * Segments of DL4J's own routes, which put session ids into pages without escaping them: nothing
   * that means something to HTML, to a script or to a path.
   */
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N} ._:@+=,()\\[\\]-]{0,200}");

  private final Set<String> allowedHosts = new HashSet<>();

  /**
   * A guard for a server that is known by the given names.
   *
   * @param hosts host names and addresses, without port; IPv6 addresses in brackets
   * @param port the port the server listens on; a Host header may leave it out
   */
  public RequestGuard(Set<String> hosts, int port) {
    for (String host : hosts) {
      String name = host.toLowerCase(Locale.ROOT);
      allowedHosts.add(name);
      allowedHosts.add(name + ":" + port);
    }
  }

  /**
   * A guard for a server on this machine's loopback address.
   *
   * @param port the port the server listens on
   * @return a guard that allows {@link #LOOPBACK_HOSTS}
   */
  public static RequestGuard loopback(int port) {
    return new RequestGuard(LOOPBACK_HOSTS, port);
  }

  /**
   * What a request's head says.
   *
   * @param method the method, as sent
   * @param hosts all Host headers
   * @param target path and query exactly as sent, before any decoding
   * @param hasBody whether a body follows, of a length said or not
   */
  public record Head(String method, List<String> hosts, String target, boolean hasBody) {}

  /**
   * Judges one request, whose body is not read: none is needed for reading, so none may come.
   *
   * @param head what its head says
   * @return whether the request may pass, and if not, what to answer
   */
  public Verdict check(Head head) {
    String host = head.hosts().size() == 1 ? head.hosts().get(0) : null;
    Verdict verdict = check(head.method(), host, head.target());
    return verdict.allowed() && head.hasBody()
        ? new Verdict(400, "A request with a body is not served.")
        : verdict;
  }

  /**
   * Whether a session id may stand in DL4J's own pages, which do not escape it.
   *
   * @param id a session's id
   * @return true if it has letters, digits, spaces and a few signs only, at most 200
   */
  public static boolean isPlain(String id) {
    return !id.isEmpty() && PLAIN.matcher(id).matches();
  }

  /**
   * Judges one request.
   *
   * @param method the request's method, as sent
   * @param host the Host header; null if there is none, or more than one
   * @param target path and query exactly as sent, before any decoding
   * @return whether the request may pass, and if not, what to answer
   */
  public Verdict check(String method, String host, String target) {
    if (!"GET".equals(method) && !"HEAD".equals(method)) {
      return new Verdict(405, "Only GET and HEAD are served.");
    }
    if (host == null || host.isEmpty()) {
      return new Verdict(400, "One Host header is needed.");
    }
    if (!allowedHosts.contains(host.toLowerCase(Locale.ROOT))) {
      return new Verdict(403, "This server does not answer to that host name.");
    }
    return checkTarget(target);
  }

  private static Verdict checkTarget(String target) {
    if (target == null || !target.startsWith("/")) {
      return new Verdict(400, "The path must start with a slash.");
    }
    if (target.length() > MAX_LENGTH) {
      return new Verdict(400, "The path is longer than " + MAX_LENGTH + " characters.");
    }
    if (!target.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#')) {
      return new Verdict(400, "The path has a character that must be percent-encoded.");
    }
    int query = target.indexOf('?');
    String path;
    if (query >= 0 && !isEncoded(target.substring(query + 1))) {
      return new Verdict(400, "The query is not percent-encoded UTF-8.");
    }
    try {
      path = decodeFully(query < 0 ? target : target.substring(0, query));
    } catch (MalformedPathException e) {
      return new Verdict(400, "The path is not percent-encoded UTF-8.");
    }
    if (path.chars().anyMatch(Character::isISOControl)) {
      return new Verdict(400, "The path has a control character.");
    }
    if (path.indexOf('\\') >= 0) {
      return new Verdict(400, "The path has a backslash.");
    }
    return checkSegments(path);
  }

  private static Verdict checkSegments(String path) {
    String canonical = "";
    boolean plain = true;
    for (String segment : path.split("/+", -1)) {
      String name = withoutParameters(segment);
      if (isOnlyDots(name)) {
        return new Verdict(400, "The path climbs.");
      }
      plain &= PLAIN.matcher(segment).matches();
      if (!name.isEmpty()) {
        canonical += "/" + name.toLowerCase(Locale.ROOT);
      }
    }
    for (String closed : CLOSED) {
      if (isBelow(canonical, closed)) {
        return new Verdict(404, "Not served here.");
      }
    }
    if (!plain && isBelow(canonical, "/train")) {
      return new Verdict(400, "The session's id has a character that is not served here.");
    }
    return Verdict.ALLOWED;
  }

  private static boolean isBelow(String path, String folder) {
    return path.equals(folder) || path.startsWith(folder + "/");
  }

  private static boolean isEncoded(String query) {
    try {
      decode(query, true);
      return true;
    } catch (MalformedPathException e) {
      return false;
    }
  }

  /** Some servers cut {@code ;name=value} off a segment before they look at it. */
  private static String withoutParameters(String segment) {
    int semicolon = segment.indexOf(';');
    return semicolon < 0 ? segment : segment.substring(0, semicolon);
  }

  /** True for {@code .}, {@code ..} and what some file systems take for them ({@code ".. "}). */
  private static boolean isOnlyDots(String name) {
    return name.indexOf('.') >= 0 && name.chars().allMatch(c -> c == '.' || c == ' ');
  }

  /**
   * Decodes until nothing changes, then maps look-alikes (full-width dots and slashes) to what they
   * look like.
   */
  private static String decodeFully(String encoded) throws MalformedPathException {
    String path = decode(encoded, true);
    for (int i = 1; hasEscape(path); i++) {
      if (i == MAX_DECODINGS) {
        throw new MalformedPathException();
      }
      path = decode(path, false);
    }
    String plain = Normalizer.normalize(path, Normalizer.Form.NFKC);
    return plain.equals(path) || !hasEscape(plain) ? plain : decodeFully(plain);
  }

  /** Decodes once; a percent sign without two hexadecimal digits is an error only if strict. */
  private static String decode(String encoded, boolean strict) throws MalformedPathException {
    byte[] characters = encoded.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(characters.length);
    for (int i = 0; i < characters.length; i++) {
      if (isEscape(characters, i)) {
        int high = HexFormat.fromHexDigit(characters[i + 1]);
        bytes.put((byte) (high << 4 | HexFormat.fromHexDigit(characters[i + 2])));
        i += 2;
      } else if (strict && characters[i] == '%') {
        throw new MalformedPathException();
      } else {
        bytes.put(characters[i]);
      }
    }
    try {
      // A new decoder reports malformed input, overlong forms included, where String replaces it.
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedPathException();
    }
  }

  private static boolean hasEscape(String path) {
    byte[] characters = path.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < characters.length; i++) {
      if (isEscape(characters, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEscape(byte[] characters, int i) {
    return characters[i] == '%'
        && i + 2 < characters.length
        && HexFormat.isHexDigit(characters[i + 1])
        && HexFormat.isHexDigit(characters[i + 2]);
  }

  /**
   * What becomes of a request.
   *
   * @param status 200 if it may pass, else the HTTP status to answer with
   * @param reason one line for the answer's body; never repeats what was sent
   */
  public record Verdict(int status, String reason) {
    private static final Verdict ALLOWED = new Verdict(200, "OK");

    /**
     * Tells whether the request may pass.
     *
     * @return true if it may
     */
    public boolean allowed() {
      return status == 200;
    }
  }

  private static final class MalformedPathException extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
