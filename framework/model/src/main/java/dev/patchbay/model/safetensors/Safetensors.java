package dev.patchbay.model.safetensors;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.model.file.FilePieces;
import dev.patchbay.model.file.LfsPointer;
import dev.patchbay.spi.model.StoredTensor;
import dev.patchbay.spi.plugin.NearMiss;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A safetensors file, read piece by piece and never as a whole: eight bytes that say how long the
 * header is, the header in JSON, then the tensors' bytes. Opening it checks every claim of the
 * header against the file's length, before anything of a claimed size is allocated.
 *
 * <p>Needs no closing: the file is open only while a piece is read. It must not change meanwhile.
 */
public final class Safetensors implements TensorFiles {

  private static final int LENGTH_BYTES = Long.BYTES;

  /** As in the reference implementation; the header of a large model has some 100 kB. */
  private static final long LONGEST_HEADER = 100_000_000;

  private final String origin;
  private final FilePieces file;
  private final long dataStart;
  private final Map<String, SafetensorsEntry> entries;

  private Safetensors(
      String origin, FilePieces file, long dataStart, Map<String, SafetensorsEntry> entries) {
    this.origin = origin;
    this.file = file;
    this.dataStart = dataStart;
    this.entries = Collections.unmodifiableMap(entries);
  }

  /**
   * Looks at a file and reads its header.
   *
   * @throws PatchbayException if the file is missing, unreadable, or not what a header says
   */
  public static Safetensors open(Path path) {
    String origin = path.toString();
    if (!Files.isRegularFile(path)) {
      throw PatchbayException.failed(
          origin + ": there is no such file.", "Give a safetensors file that exists.");
    }
    FilePieces file;
    try {
      LfsPointer.refuse(path);
      file = new FilePieces(path, Files.size(path));
    } catch (IOException e) {
      throw PatchbayException.failed(
          "%s: the file cannot be read (%s).".formatted(origin, e.getMessage()),
          "Check its permissions and the disk.",
          e);
    }
    long headerLength = headerLength(origin, file);
    byte[] header = new byte[Math.toIntExact(headerLength)];
    file.bytes(LENGTH_BYTES, header.length).get(header);
    long dataStart = LENGTH_BYTES + headerLength;
    return new Safetensors(
        origin, file, dataStart, SafetensorsHeader.read(origin, header, file.size() - dataStart));
  }

  @Override
  public Set<String> names() {
    return entries.keySet();
  }

  /**
   * The tensor of this name.
   *
   * @throws PatchbayException if there is none, or its numbers are of a type that is not read
   */
  @Override
  public StoredTensor tensor(String name) {
    SafetensorsEntry entry = entries.get(name);
    if (entry == null) {
      throw missing(origin, name, entries.keySet());
    }
    DataType type = entry.dataType().orElseThrow(() -> unread(entry));
    return new PieceByPiece(file, dataStart + entry.begin(), entry, type);
  }

  private PatchbayException unread(SafetensorsEntry entry) {
    return PatchbayException.failed(
        "%s: tensor '%s' is stored as '%s', which is not read."
            .formatted(origin, entry.name(), entry.word()),
        "Quantised and other types are refused; save the weights as F64, F32, F16 or BF16.");
  }

  /** That a checkpoint lacks a tensor. */
  public static PatchbayException missing(String origin, String name, Set<String> present) {
    return PatchbayException.failed(
        "%s: there is no tensor '%s'.%s".formatted(origin, name, NearMiss.sentence(name, present)),
        "The file has %s tensors; config.json and the weights must come from one model."
            .formatted(present.size()));
  }

  private static long headerLength(String origin, FilePieces file) {
    if (file.size() < LENGTH_BYTES) {
      throw SafetensorsHeader.damaged(origin, "the file has only %s bytes".formatted(file.size()));
    }
    long length = file.bytes(0, LENGTH_BYTES).getLong();
    long room = file.size() - LENGTH_BYTES;
    if (length < 0 || length > room) {
      throw SafetensorsHeader.damaged(
          origin,
          "the header claims %s bytes, but the file has %s after its first eight"
              .formatted(Long.toUnsignedString(length), room));
    }
    if (length > LONGEST_HEADER) {
      throw SafetensorsHeader.damaged(
          origin,
          "the header claims %s bytes; more than %s are not read"
              .formatted(length, LONGEST_HEADER));
    }
    return length;
  }

  private record PieceByPiece(
      FilePieces file, long start, SafetensorsEntry entry, DataType dataType)
      implements StoredTensor {

    @Override
    public Shape shape() {
      return entry.shape();
    }

    @Override
    public ByteBuffer bytes(long offset, int length) {
      Objects.checkFromIndexSize(offset, length, entry.end() - entry.begin());
      return file.bytes(start + offset, length);
    }
  }
}
