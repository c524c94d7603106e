package io.github.dl4jattention.zoo.files;

import io.github.dl4jattention.zoo.UserError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which proxy stands before an address: what the JVM was told ({@code https.proxyHost}, {@code
 * http.proxyHost}), or else the environment ({@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code
 * NO_PROXY}, in either case).
 *
 * <p>User and password, in the environment's address or in {@code https.proxyUser} and {@code
 * https.proxyPassword}, are given to the proxy and to nobody else, and are in no message.
 */
final class Proxies extends ProxySelector {
  private static final int MAX_PORT = 65_535;

  /**
   * Kinds of passwords that Java's client keeps from a proxy before https; it reads this once, when
   * a process first uses it.
   */
  private static final String TUNNELS = "jdk.http.auth.tunneling.disabledSchemes";

  private final ProxySelector jvm;
  private final Map<String, String> environment;

  Proxies() {
    this(ProxySelector.getDefault(), System.getenv());
  }

  Proxies(ProxySelector jvm, Map<String, String> environment) {
    this.jvm = jvm;
    this.environment = environment;
    String before = variable("HTTPS_PROXY");
    boolean password =
        System.getProperty("https.proxyUser") != null || (before != null && before.contains("@"));
    if (password && System.getProperty(TUNNELS) == null) {
      System.setProperty(TUNNELS, "");
    }
  }

  /** A proxy that the environment names; a user of null if it names none. */
  private record Named(String host, int port, String user, String password) {}

  @Override
  public List<Proxy> select(URI address) {
    String scheme = address.getScheme().toLowerCase(Locale.ROOT);
    List<Proxy> told = jvm == null ? List.of(Proxy.NO_PROXY) : jvm.select(address);
    boolean isTold = told.stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT);
    if (isTold || System.getProperty(scheme + ".proxyHost") != null) {
      return told;
    }
    Named named = isExcepted(address) ? null : named(scheme);
    return named == null
        ? List.of(Proxy.NO_PROXY)
        : List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(named.host, named.port)));
  }

  @Override
  public void connectFailed(URI address, SocketAddress proxy, IOException problem) {
    // Told to whoever asked.
  }

  private String variable(String name) {
    String small = environment.get(name.toLowerCase(Locale.ROOT));
    // Of a program that a web server started, HTTP_PROXY is what a visitor wrote.
    boolean visitors = name.equals("HTTP_PROXY") && environment.containsKey("REQUEST_METHOD");
    return small != null || visitors ? small : environment.get(name);
  }

  private Named named(String scheme) {
    String variable = scheme.toUpperCase(Locale.ROOT) + "_PROXY";
    String value = variable(variable);
    if (value == null || value.isBlank()) {
      return null;
    }
    try {
      URI proxy = new URI(value.contains("://") ? value.strip() : "http://" + value.strip());
      int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
      if ("http".equalsIgnoreCase(proxy.getScheme())
          && proxy.getHost() != null
          && port <= MAX_PORT) {
        String[] who =
            proxy.getUserInfo() == null ? new String[0] : proxy.getUserInfo().split(":", 2);
        return new Named(
            proxy.getHost(), port, who.length > 0 ? who[0] : null, who.length > 1 ? who[1] : "");
      }
    } catch (URISyntaxException e) {
      // Its message repeats the address, with the password.
    }
    throw new UserError(
        "%s is no address of a proxy: write it as http://HOST:PORT".formatted(variable));
  }

  /** This machine; and a host, a domain with all below it, or an asterisk for all. */
  private boolean isExcepted(URI address) {
    String value = variable("NO_PROXY");
    if (value == null || ThisMachine.has(address)) {
      return ThisMachine.has(address);
    }
    String asked = address.getHost().toLowerCase(Locale.ROOT);
    for (String entry : value.toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
      String domain = entry.replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", "");
      boolean all = entry.equals("*");
      if (all || (!domain.isEmpty() && (asked.equals(domain) || asked.endsWith("." + domain)))) {
        return true;
      }
    }
    return false;
  }

  /** What is to be said to the proxy before an address; nothing without a proxy or a password. */
  Optional<String> authorization(URI address) {
    String scheme = address.getScheme().toLowerCase(Locale.ROOT);
    boolean direct = select(address).stream().allMatch(proxy -> proxy.type() == Proxy.Type.DIRECT);
    String user = System.getProperty(scheme + ".proxyUser");
    String password = System.getProperty(scheme + ".proxyPassword", "");
    if (System.getProperty(scheme + ".proxyHost") == null) {
      Named named = direct ? null : named(scheme);
      user = named == null ? null : named.user;
      password = named == null ? "" : named.password;
    }
    if (direct || user == null) {
      return Optional.empty();
    }
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
  }
}
