package dev.patchbay.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that every command has. */
final class Common {

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "Also load the plug-ins in this folder's jars. May be given again.")
  private List<Path> plugins = new ArrayList<>();

  @Option(names = "--debug", description = "Show where an error came from.")
  private boolean debug;

  /** Whether stack traces are wanted. */
  boolean debug() {
    return debug;
  }

  /** The distribution's own folder of plug-ins, where it has any, then those that were named. */
  List<Path> pluginFolders() {
    List<Path> folders = new ArrayList<>();
    String home = System.getProperty("patchbay.home", "");
    if (!home.isEmpty() && holdsMoreThanItsReadme(Path.of(home, "plugins"))) {
      folders.add(Path.of(home, "plugins"));
    }
    folders.addAll(plugins);
    return folders;
  }

  private static boolean holdsMoreThanItsReadme(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> !file.endsWith("README.txt"));
    } catch (IOException e) {
      return false; // an installation without the folder
    }
  }
}
