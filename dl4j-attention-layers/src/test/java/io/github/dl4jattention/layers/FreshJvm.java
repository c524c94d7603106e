package io.github.dl4jattention.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program of the tests in a JVM of its own, for what is decided once a process. */
public final class FreshJvm {
  /** Java's option for its optimizing compiler, too. */
  public static final String OPTIMIZING = "-XX:TieredStopAtLevel=4";

  private static final long SECONDS = 300;

  private FreshJvm() {}

  /** As the other, in a JVM such as this one. */
  public static String run(
      Path folder,
      Map<String, String> environment,
      List<String> options,
      List<Path> jars,
      Class<?> program,
      String... arguments)
      throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"));
    return run(java, folder, environment, options, jars, program, arguments);
  }

  /**
   * Runs it to its end, which must be a good one.
   *
   * @param java the JVM's home
   * @param folder takes its log
   * @param environment variables to set; an empty value takes one away
   * @param options of Java's; {@link #OPTIMIZING} for a program with much to compute
   * @param jars more for the class path
   * @param program its class
   * @param arguments of the program
   * @return all that it wrote
   */
  public static String run(
      Path java,
      Path folder,
      Map<String, String> environment,
      List<String> options,
      List<Path> jars,
      Class<?> program,
      String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(java.resolve("bin/java").toString());
    command.add("-Xmx512m");
    // Most run for a second or two, which compiling well would double.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    command.addAll(options);
    List<String> classPath = new ArrayList<>(List.of(System.getProperty("java.class.path")));
    jars.forEach(jar -> classPath.add(jar.toString()));
    command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), program.getName()));
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile(folder, "jvm", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    environment.forEach(
        (name, value) -> {
          builder.environment().remove(name);
          if (!value.isEmpty()) {
            builder.environment().put(name, value);
          }
        });
    Process process = builder.start();
    try {
      assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(log, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
