package io.github.dl4jattention.ui.server;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * Where a server listens, and the names under which it is known there.
 *
 * @param host an address of this machine, without brackets
 * @param isLoopback whether only this machine reaches it
 * @param names what a Host header may say
 */
public record Address(String host, boolean isLoopback, Set<String> names) {
  /** This machine alone. */
  public static final Address LOOPBACK =
      new Address("127.0.0.1", true, RequestGuard.LOOPBACK_HOSTS);

  /**
   * An address that somebody named.
   *
   * @param host a name or an address of this machine; {@code 0.0.0.0} stands for all of them
   * @return where to listen
   * @throws ServerException if there is no such address
   */
  public static Address of(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      String literal = literal(address);
      if (address.isLoopbackAddress()) {
        return literal.equals(LOOPBACK.host)
            ? LOOPBACK
            : new Address(literal, true, with(RequestGuard.LOOPBACK_HOSTS, bracketed(literal)));
      }
      Set<String> names = with(RequestGuard.LOOPBACK_HOSTS, bracketed(literal));
      names.add(host.contains(":") ? bracketed(host) : host);
      if (address.isAnyLocalAddress()) {
        names.add(InetAddress.getLocalHost().getHostName());
        addInterfaces(names);
      }
      return new Address(literal, false, names);
    } catch (UnknownHostException | SocketException e) {
      throw new ServerException(
          "there is no address \"%s\": give one of this machine, such as 127.0.0.1"
              .formatted(host.replaceAll("\\p{Cntrl}", "?")),
          e);
    }
  }

  /** The address as a URL has it; all of them are reached as this machine's name. */
  String urlHost() {
    return bracketed(host);
  }

  private static void addInterfaces(Set<String> names) throws SocketException {
    for (NetworkInterface some : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(some.getInetAddresses())) {
        names.add(bracketed(literal(address)));
      }
    }
  }

  private static Set<String> with(Set<String> names, String name) {
    Set<String> all = new HashSet<>(names);
    all.add(name);
    return all;
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }

  private static String bracketed(String literal) {
    return literal.contains(":") && !literal.startsWith("[") ? "[" + literal + "]" : literal;
  }
}
