package dev.patchbay.cli;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * An end of the process that the command did not ask for: a plug-in that calls {@link System#exit}
 * would end a run with the exit code of its choice and without a word.
 */
final class ForeignExit {

  private static final String RUNTIME = Runtime.class.getName();
  private static final String SYSTEM = System.class.getName();

  private ForeignExit() {}

  /** From now on such an end is told, and the exit code is that of a failure. */
  static void watch(PrintStream err) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () ->
                    caller(Thread.getAllStackTraces().values())
                        .ifPresent(
                            caller -> {
                              err.println(text(caller));
                              Runtime.getRuntime().halt(Failure.FAILED);
                            })));
  }

  static String text(StackTraceElement caller) {
    return "%s called System.exit: the command did not finish.\n".formatted(caller)
        + "That is a fault of the plug-in or library: Patchbay alone ends its process.";
  }

  /** What called {@code exit}, if that was not the command; a signal calls it in another way. */
  static Optional<StackTraceElement> caller(Collection<StackTraceElement[]> threads) {
    return threads.stream()
        .map(Arrays::asList)
        .filter(frames -> frames.stream().anyMatch(ForeignExit::exits))
        .map(ForeignExit::firstAfterExit)
        .filter(caller -> !caller.getClassName().equals(Patchbay.class.getName()))
        .findFirst();
  }

  private static StackTraceElement firstAfterExit(List<StackTraceElement> frames) {
    int last = 0;
    for (int i = 0; i < frames.size(); i++) {
      if (exits(frames.get(i))) {
        last = i;
      }
    }
    return frames.get(Math.min(last + 1, frames.size() - 1));
  }

  private static boolean exits(StackTraceElement frame) {
    return frame.getMethodName().equals("exit")
        && (frame.getClassName().equals(RUNTIME) || frame.getClassName().equals(SYSTEM));
  }
}
