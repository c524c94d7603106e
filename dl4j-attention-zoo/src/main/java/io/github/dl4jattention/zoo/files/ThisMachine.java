package io.github.dl4jattention.zoo.files;

import java.net.URI;

/** Which addresses are this machine's own, that nobody else is on the way to. */
public final class ThisMachine {
  private ThisMachine() {}

  /**
   * Whether an address is this machine's. No names are looked up: any may be given the address of
   * this machine.
   *
   * @param address an address
   * @return true for {@code localhost}, {@code 127.*} and {@code [::1]}
   */
  public static boolean has(URI address) {
    String host = address.getHost();
    return host != null && host.matches("(?i)localhost|127(\\.\\d{1,3}){3}|\\[::1\\]");
  }
}
