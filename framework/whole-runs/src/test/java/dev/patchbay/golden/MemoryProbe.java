package dev.patchbay.golden;

import dev.patchbay.model.process.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures native memory in a process of its own, whose Java heap is all resident from the start
 * and whose allocator has one arena: what grows there is native memory.
 */
final class MemoryProbe {

  /** Where a process reads how large it is; not every system has it. */
  static final Path STATUS = Path.of("/proc/self/status");

  private MemoryProbe() {}

  /**
   * Runs a main class and answers the number that it prints after a word.
   *
   * @param java more options of the Java runtime
   * @param environment more variables
   */
  static long run(
      Class<?> main,
      String heap,
      List<String> java,
      Map<String, String> environment,
      String word,
      String... arguments)
      throws IOException {
    List<String> options =
        new ArrayList<>(
            List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"));
    options.addAll(java);
    ProcessBuilder probe = JavaProcess.of(main, options, arguments);
    probe.environment().put("MALLOC_ARENA_MAX", "1");
    probe.environment().putAll(environment);
    probe.redirectError(ProcessBuilder.Redirect.DISCARD);
    try (BufferedReader lines = probe.start().inputReader()) {
      return lines
          .lines()
          .filter(line -> line.startsWith(word + " "))
          .mapToLong(line -> Long.parseLong(line.substring(word.length() + 1)))
          .findFirst()
          .orElseThrow();
    }
  }

  /** The memory of this process that is not backed by a file. */
  static long anonymousBytes() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("RssAnon:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
