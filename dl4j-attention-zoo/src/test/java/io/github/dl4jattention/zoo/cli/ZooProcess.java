package io.github.dl4jattention.zoo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line in a process of its own, with the options that the launcher gives Java. */
final class ZooProcess {
  private ZooProcess() {}

  /**
   * What starts it.
   *
   * @param options more of Java's
   * @param arguments of the command line
   */
  static List<String> command(List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "-XX:MaxRAMPercentage=50",
            "--add-modules", // As this JVM has it: the same arithmetic to the last bit.
            "jdk.incubator.vector",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-cp",
            System.getProperty("java.class.path"),
            Zoo.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  static Process start(String... arguments) throws IOException {
    return new ProcessBuilder(command(List.of(), arguments)).start();
  }
}
