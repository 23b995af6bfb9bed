package dev.patchbay.model.file;

import dev.patchbay.spi.plugin.PatchbayException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * A file of any length, read piece by piece. It is not mapped: a mapping's pages count as this
 * process's memory until Java's collector happens to find it, and a file that shrinks under one
 * ends the process.
 *
 * @param path where it is
 * @param size how many bytes it had when it was opened
 */
public record FilePieces(Path path, long size) {

  /** A piece of the file, little-endian and read-only, in memory of its own. */
  public ByteBuffer bytes(long offset, int count) {
    Objects.checkFromIndexSize(offset, count, size);
    ByteBuffer piece = ByteBuffer.allocate(count);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      while (piece.hasRemaining()) {
        if (channel.read(piece, offset + piece.position()) < 0) {
          throw new EOFException("it became shorter");
        }
      }
    } catch (IOException e) {
      throw PatchbayException.failed(
          "%s: the file cannot be read any more (%s).".formatted(path, e.getMessage()),
          "Leave a model's files alone while it is being loaded.",
          e);
    }
    return piece.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }
}
