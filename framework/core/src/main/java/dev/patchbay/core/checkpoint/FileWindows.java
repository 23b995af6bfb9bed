package dev.patchbay.core.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.Objects;

/**
 * A file mapped read-only, of any length.
 *
 * <p>One mapping ends at 2 GiB, so there is one for every GiB of the file, each reaching up to 2
 * GiB from its start: a piece of at most a GiB then lies wholly within the mapping in which it
 * begins.
 */
final class FileWindows {

  /** The longest piece, and how far the starts of two windows lie apart. */
  static final int LONGEST_PIECE = 1 << 30;

  private final MappedByteBuffer[] windows;
  private final long end;

  /** Maps the file; the channel may be closed afterwards. */
  FileWindows(FileChannel channel) throws IOException {
    this.end = channel.size();
    this.windows = new MappedByteBuffer[Math.toIntExact((end + LONGEST_PIECE - 1) / LONGEST_PIECE)];
    for (int i = 0; i < windows.length; i++) {
      long start = (long) i * LONGEST_PIECE;
      windows[i] = channel.map(MapMode.READ_ONLY, start, Math.min(end - start, Integer.MAX_VALUE));
    }
  }

  /** How many bytes the file had when it was mapped. */
  long size() {
    return end;
  }

  /** A piece of the file, little-endian and read-only. */
  ByteBuffer bytes(long offset, int length) {
    Objects.checkFromIndexSize(offset, length, end);
    if (length > LONGEST_PIECE) {
      throw new IllegalArgumentException("A piece has at most 2^30 bytes: " + length + ".");
    }
    if (length == 0) {
      return ByteBuffer.allocate(0).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
    MappedByteBuffer window = windows[Math.toIntExact(offset / LONGEST_PIECE)];
    return window
        .slice(Math.toIntExact(offset % LONGEST_PIECE), length)
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
