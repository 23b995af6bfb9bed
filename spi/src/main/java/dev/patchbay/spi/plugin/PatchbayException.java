package dev.patchbay.spi.plugin;

import org.jspecify.annotations.Nullable;

/**
 * Something that a user can understand and mend: what is wrong, with the values, and on the next
 * line what to do. Shown without a stack trace.
 */
public final class PatchbayException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Whose fault it is; the command's exit code follows from it. */
  public enum Kind {
    /** The words of the command are wrong: exit code 2. */
    USAGE,
    /** A file, a model, prompts or the run itself failed: exit code 1. */
    FAILED,
    /** A check of {@code --verify} failed: exit code 3. */
    CHECK,
    /** The user stopped the run: exit code 130. */
    INTERRUPTED
  }

  private final Kind kind;

  private PatchbayException(Kind kind, String problem, String advice) {
    super(problem + "\n" + advice);
    this.kind = kind;
  }

  /** The words of the command are wrong. */
  public static PatchbayException usage(String problem, String advice) {
    return new PatchbayException(Kind.USAGE, problem, advice);
  }

  /** A file, a model, the prompts or the run itself is wrong. */
  public static PatchbayException failed(String problem, String advice) {
    return new PatchbayException(Kind.FAILED, problem, advice);
  }

  /** As {@link #failed(String, String)}, with its cause. */
  public static PatchbayException failed(String problem, String advice, @Nullable Throwable cause) {
    PatchbayException exception = failed(problem, advice);
    exception.initCause(cause);
    return exception;
  }

  /** A check of {@code --verify} failed. */
  public static PatchbayException check(String problem, String advice) {
    return new PatchbayException(Kind.CHECK, problem, advice);
  }

  /** The user stopped the run, and nothing is left of it. */
  public static PatchbayException interrupted() {
    return interrupted("Nothing was written; start the run again.");
  }

  /** The user stopped the run. */
  public static PatchbayException interrupted(String advice) {
    return new PatchbayException(Kind.INTERRUPTED, "Stopped.", advice);
  }

  /** Whose fault it is. */
  public Kind kind() {
    return kind;
  }
}
