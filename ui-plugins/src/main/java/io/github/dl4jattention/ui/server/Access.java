package io.github.dl4jattention.ui.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * Who may look: everybody on this machine, or who has the token.
 *
 * <p>A server on a loopback address asks for nothing. Any other has a random token, which its
 * start-up line prints as a part of its URL. Whoever brings it once gets a cookie in its place, so
 * that it does not stay in the address bar; the cookie holds another random text. Comparisons take
 * the same time wherever texts differ.
 */
final class Access {
  /** The query's parameter that brings the token. */
  static final String PARAMETER = "token";

  private static final String COOKIE = "dl4j-attention";
  private static final int BYTES = 32;

  private final String token;
  private final String ticket;

  private Access(String token, String ticket) {
    this.token = token;
    this.ticket = ticket;
  }

  static Access open() {
    return new Access(null, null);
  }

  static Access byToken() {
    return new Access(random(), random());
  }

  /** The token; null if none is asked for. */
  String token() {
    return token;
  }

  /** Whether a request with these Cookie headers may pass. */
  boolean isGranted(List<String> cookies) {
    if (token == null) {
      return true;
    }
    boolean granted = false;
    for (String header : cookies) {
      for (String cookie : header.split(";", -1)) {
        String[] parts = cookie.trim().split("=", 2);
        granted |= parts.length == 2 && parts[0].equals(COOKIE) && isSame(parts[1], ticket);
      }
    }
    return granted;
  }

  /** Whether this is the token, which is good for a cookie. */
  boolean isToken(String given) {
    return token != null && given != null && isSame(given, token);
  }

  /** The Set-Cookie header for who has brought the token. */
  String setCookie() {
    return COOKIE + "=" + ticket + "; Path=/; HttpOnly; SameSite=Strict";
  }

  private static boolean isSame(String given, String wanted) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
  }

  private static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
