package dev.patchbay.core.report;

import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps an output folder for one run at a time. The lock is the operating system's: it ends with
 * the process that holds it, however that ends. The lock's file stays, empty, since a file that is
 * removed could be locked twice: once by who opened it before and once by who makes it anew.
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
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock(PLACE, 1, false);
      if (lock == null) {
        String holder = Files.readString(file).strip();
        throw inUse(folder, holder.isEmpty() ? "another process" : "process " + holder);
      }
      channel.truncate(0);
      String process = Long.toString(ProcessHandle.current().pid());
      channel.write(ByteBuffer.wrap(process.getBytes(StandardCharsets.UTF_8)));
      return new FolderLock(real, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
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
      channel.truncate(0);
    } catch (IOException e) {
      // Closing gives the lock back all the same.
    } finally {
      HELD.remove(folder);
    }
  }
}
