package dev.patchbay.core.report;

import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps an output folder for one run at a time. The lock is the operating system's: it ends with
 * the process that holds it, however that ends. The lock's file goes with the lock: a process that
 * opened it before that locks a file that is gone, and tries again.
 */
public final class FolderLock implements AutoCloseable {

  private static final String NAME = ".patchbay.lock";

  /** Far from the text, which others read: on Windows nobody reads what is locked. */
  private static final long PLACE = Long.MAX_VALUE - 1;

  /** Folders that this process holds: for itself the operating system's lock is none. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the folder; it is made where it is missing.
   *
   * @throws PatchbayException if another run has it, or it cannot be written
   */
  public static FolderLock of(Path folder) {
    OutputFolder.open(folder);
    try {
      Path real = folder.toRealPath();
      if (!HELD.add(real)) {
        throw inUse(folder, "another run of this process");
      }
      try {
        return locked(folder, real);
      } catch (IOException | RuntimeException e) {
        HELD.remove(real);
        throw e;
      }
    } catch (IOException e) {
      throw PatchbayException.failed(
          "The output folder '%s' cannot be locked: %s.".formatted(folder, e.getMessage()),
          "Give a folder on another file system with --out.",
          e);
    }
  }

  private static FolderLock locked(Path folder, Path real) throws IOException {
    Path file = real.resolve(NAME);
    Optional<FolderLock> lock = Optional.empty();
    while (lock.isEmpty()) {
      lock = tried(folder, real, file);
    }
    return lock.get();
  }

  /** The lock; nothing if its file was removed meanwhile. */
  private static Optional<FolderLock> tried(Path folder, Path real, Path file) throws IOException {
    Optional<Object> before = identity(file);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock(PLACE, 1, false);
      if (lock == null) {
        throw inUse(folder, holder(file));
      }
      if (before.isEmpty() || !before.equals(identity(file))) {
        channel.close();
        return Optional.empty();
      }
      channel.truncate(0);
      String process = Long.toString(ProcessHandle.current().pid());
      channel.write(ByteBuffer.wrap(process.getBytes(StandardCharsets.UTF_8)));
      return Optional.of(new FolderLock(real, channel));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** What tells this file from a later one of its name; nothing if there is none. */
  private static Optional<Object> identity(Path file) throws IOException {
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return Optional.of(key == null ? file : key); // Windows removes no file that is open
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static String holder(Path file) throws IOException {
    try {
      String process = Files.readString(file).strip();
      return process.isEmpty() ? "another process" : "process " + process;
    } catch (NoSuchFileException e) {
      return "another process";
    }
  }

  private static PatchbayException inUse(Path folder, String holder) {
    return PatchbayException.failed(
        "The output folder '%s' is in use: %s writes its results there.".formatted(folder, holder),
        "Wait until it has ended, or give another folder with --out.");
  }

  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(folder.resolve(NAME));
    } catch (IOException e) {
      // Closing gives the lock back all the same.
    } finally {
      HELD.remove(folder);
    }
  }
}
