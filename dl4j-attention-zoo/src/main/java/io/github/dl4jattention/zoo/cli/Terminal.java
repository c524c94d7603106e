package io.github.dl4jattention.zoo.cli;

import java.io.Console;
import java.lang.reflect.Method;

/** Whether somebody is looking. */
final class Terminal {
  private Terminal() {}

  /** True if standard input and output are a terminal, where a progress bar can move. */
  @SuppressWarnings("SystemConsoleNull") // Later Java has Console.isTerminal, asked for below.
  static boolean isInteractive() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      Method isTerminal = Console.class.getMethod("isTerminal"); // since Java 22
      return (Boolean) isTerminal.invoke(console);
    } catch (ReflectiveOperationException e) {
      return true; // Java 17 to 21 have a console only on a terminal.
    }
  }
}
