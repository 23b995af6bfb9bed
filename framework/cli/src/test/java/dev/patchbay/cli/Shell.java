package dev.patchbay.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A shell with its own small world: the usual tools, and whatever programs a test puts there. */
final class Shell {

  /** Everything that the start scripts call. */
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "find",
          "head",
          "mkdir",
          "rmdir",
          "mv",
          "readlink",
          "sed",
          "sleep",
          "flock",
          "stty",
          "touch",
          "chmod",
          "cat");

  private final Path programs;

  /** What a command wrote, both streams, and how it ended. */
  record Result(int exitCode, String text) {}

  Shell(Path programs) throws IOException {
    this.programs = Files.createDirectories(programs);
    for (String tool : TOOLS) {
      for (String place : List.of("/usr/bin", "/bin")) {
        if (Files.exists(Path.of(place, tool)) && Files.notExists(programs.resolve(tool))) {
          install(tool, "exec %s/%s \"$@\"".formatted(place, tool));
        }
      }
    }
  }

  /** Whether this machine has a shell at all. */
  static boolean exists() {
    return new File("/bin/sh").canExecute();
  }

  /** Puts a program there. */
  void install(String name, String... lines) throws IOException {
    script(programs.resolve(name), lines);
  }

  static void script(Path file, String... lines) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Runs a command in a folder; variables beside PATH are those of {@code environment}. */
  Result run(Path folder, Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of("/bin/sh"), Stream.of(words)).toList())
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", programs.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), text);
  }
}
