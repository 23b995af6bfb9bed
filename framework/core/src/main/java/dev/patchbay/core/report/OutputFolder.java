package dev.patchbay.core.report;

import dev.patchbay.spi.plugin.PatchbayException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder that files are put into whole: each is written beside its place and moved there when the
 * disk has it, so that no reader sees half of one, not even after a power cut.
 */
public final class OutputFolder {

  /** What {@link #beside} names: a killed process leaves it behind. */
  private static final Pattern BESIDE = Pattern.compile("\\.patchbay-(\\d{1,18})-[0-9a-f]+\\.tmp");

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
      make(folder.toAbsolutePath());
      Files.delete(Files.createFile(beside(folder)));
      removeLeftOver(folder);
    } catch (FileAlreadyExistsException e) {
      throw PatchbayException.failed(
          "The output folder '%s' cannot be written: a file of that name exists.".formatted(folder),
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

  private static void make(Path folder) throws IOException {
    Path parent = folder.getParent();
    if (parent != null && !Files.isDirectory(folder)) {
      make(parent);
      Files.createDirectories(folder);
      sync(parent);
    }
  }

  /** Waits until the disk has which files a folder has, so that a power cut does not take them. */
  private static void sync(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folder as a file, and some network file systems sync none.
    }
  }

  /** Takes away what processes that have ended did not finish. */
  private static void removeLeftOver(Path folder) throws IOException {
    try (DirectoryStream<Path> hidden = Files.newDirectoryStream(folder, ".patchbay-*.tmp")) {
      for (Path file : hidden) {
        Matcher name = BESIDE.matcher(String.valueOf(file.getFileName()));
        if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
          deleteQuietly(file);
        }
      }
    }
  }

  /**
   * Puts a file into its place.
   *
   * @return where it is
   * @throws PatchbayException if it cannot be written; nothing is left behind, an older file stays
   */
  public Path put(String name, Content content) {
    Path file = folder.resolve(name);
    Path beside = beside(folder);
    try {
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(beside, StandardOpenOption.CREATE_NEW))) {
        content.write(out);
      }
      try (FileChannel written = FileChannel.open(beside, StandardOpenOption.WRITE)) {
        written.force(true);
      }
      move(beside, file);
      sync(folder);
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

  /** A name that no other process takes, nor another thread of this one. */
  private static Path beside(Path folder) {
    return folder.resolve(
        ".patchbay-%s-%s.tmp"
            .formatted(
                Long.toString(ProcessHandle.current().pid()),
                Long.toHexString(ThreadLocalRandom.current().nextLong())));
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
      // What went wrong before is told; a left-over temporary file adds nothing to it.
    }
  }

  /** Why, in words: a file system's message is often a path alone. */
  private static String reason(IOException e) {
    if (e instanceof FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    String message = Objects.requireNonNullElse(e.getMessage(), "");
    String type = e.getClass().getSimpleName().replaceAll("([a-z])([A-Z])", "$1 $2");
    return e instanceof FileSystemException || message.isEmpty()
        ? (type + " " + message).strip()
        : message;
  }
}
