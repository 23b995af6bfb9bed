package dev.patchbay.core.report;

import dev.patchbay.spi.plugin.PatchbayException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * A folder that files are put into whole: each is written beside its place and moved there, so that
 * a reader never sees half of one.
 */
public final class OutputFolder {

  private final Path folder;

  private OutputFolder(Path folder) {
    this.folder = folder;
  }

  /** Writes a file's bytes. */
  @FunctionalInterface
  public interface Content {
    void write(OutputStream out) throws IOException;
  }

  /**
   * Makes the folder where it is missing, and makes sure that it can be written into.
   *
   * @throws PatchbayException if it cannot
   */
  public static OutputFolder open(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".patchbay", ".tmp"));
    } catch (FileAlreadyExistsException e) {
      throw PatchbayException.failed(
          "The output folder '%s' cannot be written: a file of that name stands there."
              .formatted(folder),
          "Give another folder with --out.",
          e);
    } catch (IOException e) {
      throw PatchbayException.failed(
          "The output folder '%s' cannot be written: %s.".formatted(folder, reason(e)),
          "Give another folder with --out.",
          e);
    }
    return new OutputFolder(folder);
  }

  /**
   * Puts a file into its place.
   *
   * @return where it is
   * @throws PatchbayException if it cannot be written; nothing is left behind, an older file stays
   */
  public Path put(String name, Content content) {
    Path file = folder.resolve(name);
    Path beside = folder.resolve("." + name + ".tmp");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(beside))) {
        content.write(out);
      }
      move(beside, file);
      return file;
    } catch (IOException e) {
      throw PatchbayException.failed(
          "'%s' cannot be written: %s.".formatted(file, reason(e)),
          "Make room, or give another folder with --out.",
          e);
    } finally {
      deleteQuietly(beside);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Takes away what an earlier run left under this name. */
  public void remove(String name) {
    try {
      Files.deleteIfExists(folder.resolve(name));
    } catch (IOException e) {
      throw PatchbayException.failed(
          "'%s' is of an earlier run and cannot be removed: %s."
              .formatted(folder.resolve(name), reason(e)),
          "Remove it, or give another folder with --out.",
          e);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // What went wrong before is told; a left-over temporary file is no news beside it.
    }
  }

  /** Why, in words: a file system's message is often a path alone. */
  private static String reason(IOException e) {
    if (e instanceof FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    String message = Objects.requireNonNullElse(e.getMessage(), "");
    return e instanceof FileSystemException
        ? e.getClass().getSimpleName().replaceAll("([a-z])([A-Z])", "$1 $2") + " " + message
        : message;
  }
}
