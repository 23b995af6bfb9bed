package dev.patchbay.cli;

import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Processes like this one that share the cases of a study. */
final class CompareWorkers {

  private static final long POLL_MILLIS = 200;

  private CompareWorkers() {}

  /**
   * Waits until all have ended, however they do: what they leave undone is the caller's to see.
   *
   * @param words of each process's command line
   * @param finished how many cases are finished by now
   * @throws PatchbayException if the user stops it; they are ended then
   */
  static void run(int count, List<String> words, IntSupplier finished, Progress progress)
      throws IOException {
    List<Process> processes = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        processes.add(start(words));
      }
      int told = 0;
      while (processes.stream().anyMatch(Process::isAlive)) {
        progress.throwIfStopped();
        for (int now = finished.getAsInt(); told < now; told++) {
          progress.step("");
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PatchbayException.interrupted();
    } finally {
      processes.forEach(Process::destroy);
    }
    progress.throwIfStopped();
  }

  private static Process start(List<String> words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Patchbay.class.getName()));
    command.addAll(words);
    return new ProcessBuilder(command)
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.DISCARD)
        .start();
  }
}
