package dev.patchbay.cli;

import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/**
 * What the user is told when a command cannot go on: what is wrong, and on the next line what to
 * do.
 *
 * @param exitCode what the process answers
 * @param text both lines
 */
record Failure(int exitCode, String text) {

  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int CHECK = 3;
  static final int INTERRUPTED = 130;

  /** What to say about this. */
  static Failure of(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof PatchbayException known) {
        return of(known);
      }
      Failure named = named(cause);
      if (named != null) {
        return named;
      }
    }
    if (thrown instanceof ParameterException words) {
      return new Failure(USAGE, WrongWords.text(words));
    }
    return unexpected(thrown);
  }

  private static Failure of(PatchbayException known) {
    int exitCode =
        switch (known.kind()) {
          case USAGE -> USAGE;
          case FAILED -> FAILED;
          case CHECK -> CHECK;
          case INTERRUPTED -> INTERRUPTED;
        };
    return new Failure(exitCode, String.valueOf(known.getMessage()));
  }

  private static @Nullable Failure named(Throwable cause) {
    if (cause instanceof OutOfMemoryError) {
      return failed(
          "Memory ran out: %s.".formatted(cause.getMessage()),
          "Use a smaller --batch-size, or more memory: JAVA_OPTS=-Xmx8g patchbay ...");
    }
    if (cause instanceof StackOverflowError) {
      return failed(
          "Patchbay failed unexpectedly: a call went too deep (stack overflow).",
          "Run again with --debug and report what it prints.");
    }
    if (cause instanceof UnsatisfiedLinkError) {
      return failed(
          "The native tensor library does not load: %s.".formatted(firstLine(cause)),
          "It needs 64-bit Linux (glibc), macOS on ARM or Windows, and room in the folder"
              + " ~/.djl.ai.");
    }
    if (cause instanceof NoSuchFileException missing) {
      return failed(
          "There is no file %s.".formatted(missing.getFile()), "Check the path's spelling.");
    }
    if (cause instanceof AccessDeniedException denied) {
      return failed(
          "%s may not be read or written.".formatted(denied.getFile()),
          "Check the file's permissions.");
    }
    if (cause instanceof IOException file) {
      return failed(
          "A file could not be read or written: %s.".formatted(firstLine(file)),
          "Check that the disk has room and the folder's permissions.");
    }
    return null;
  }

  private static Failure unexpected(Throwable thrown) {
    return failed(
        "Patchbay failed unexpectedly: %s: %s"
            .formatted(thrown.getClass().getSimpleName(), firstLine(thrown)),
        "Run again with --debug to see where, and report it.");
  }

  private static Failure failed(String problem, String advice) {
    return new Failure(FAILED, problem + "\n" + advice);
  }

  private static String firstLine(Throwable thrown) {
    return Stream.ofNullable(thrown.getMessage())
        .flatMap(String::lines)
        .findFirst()
        .orElse("it says no more");
  }
}
