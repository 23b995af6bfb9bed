package dev.patchbay.model.hub;

import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process at a time fetch a model; the others wait, and then find it there. The operating
 * system releases the lock of a process that dies.
 */
final class RepositoryLock implements AutoCloseable {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final FileChannel channel;

  private RepositoryLock(FileChannel channel) {
    this.channel = channel;
  }

  static RepositoryLock of(HubCache cache, ModelId id, Patience patience, Progress progress)
      throws IOException {
    Path folder = Files.createDirectories(cache.root().resolve(".locks").resolve(id.folder()));
    FileChannel channel =
        FileChannel.open(
            folder.resolve("patchbay.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      while (tried(channel) == null) {
        patience.pause(BETWEEN_LOOKS, progress);
      }
      return new RepositoryLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tried(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // Another thread of this process has it.
    }
  }

  /** Closing the channel releases the lock. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
