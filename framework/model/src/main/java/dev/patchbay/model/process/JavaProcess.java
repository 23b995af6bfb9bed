package dev.patchbay.model.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This Java with this class path, in a process of its own. */
public final class JavaProcess {

  private JavaProcess() {}

  /**
   * A process that is not started yet.
   *
   * @param main the class whose {@code main} it runs
   * @param options of the Java runtime
   */
  public static ProcessBuilder of(Class<?> main, List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}
