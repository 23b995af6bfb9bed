package dev.patchbay.model.hub;

import dev.patchbay.model.file.Sha256;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Fetches one file into the cache: beside its place first, from where an earlier attempt stopped,
 * and into its place when length and checksum are right. The caller holds the model's lock.
 */
final class BlobDownload {

  private static final int MEBIBYTE = 1 << 20;

  private final HubConnection hub;
  private final ModelId id;
  private final RemoteFile file;
  private final Path part;
  private final Progress progress;
  private long shown;
  private long furthest;

  private BlobDownload(
      HubConnection hub, ModelId id, RemoteFile file, Path part, Progress progress) {
    this.hub = hub;
    this.id = id;
    this.file = file;
    this.part = part;
    this.progress = progress;
  }

  /** Brings a file to its place, if it is not there. */
  static void fetch(HubConnection hub, ModelId id, RemoteFile file, Path blob, Progress progress)
      throws IOException {
    if (Files.isRegularFile(blob) && Files.size(blob) == file.size()) {
      return;
    }
    Files.createDirectories(blob.getParent());
    // A name of our own: other programs have their own ways to go on with a half-fetched file.
    Path part = blob.resolveSibling(file.etag() + ".patchbay.incomplete");
    BlobDownload download = new BlobDownload(hub, id, file, part, progress);
    if (file.size() >= MEBIBYTE) {
      progress.start("fetch " + file.name(), file.size() / MEBIBYTE);
    }
    hub.persist(download.what(), progress, download::transfer);
    download.checkDigest();
    Files.move(part, blob, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** One attempt; what came is kept for the next. */
  private Path transfer() throws IOException, InterruptedException {
    long have = Files.exists(part) ? Files.size(part) : 0;
    if (have > file.size()) {
      Files.delete(part);
      have = 0;
    }
    if (have == file.size() && Files.exists(part)) {
      return part;
    }
    furthest = Math.max(furthest, have);
    try (HubResponse answer = hub.request("GET", id, file.path(), have, progress)) {
      if (answer.status() == 416) {
        Files.deleteIfExists(part);
        throw new TryAgain("the hub cannot go on at byte %s".formatted(have), false);
      }
      long start = start(answer, have);
      long end = append(answer, start);
      if (end < file.size()) {
        throw cutShort("the answer ended after %s of %s bytes".formatted(end, file.size()), end, 1);
      }
      return part;
    }
  }

  /** Where the answer begins: a server may send all of a file when asked for its rest. */
  private static long start(HubResponse answer, long asked) throws IOException {
    if (answer.status() == 200) {
      return 0;
    }
    String range = answer.lastHeader("Content-Range").orElse("");
    if (!range.startsWith("bytes %s-".formatted(asked))) {
      throw new TryAgain("the hub sends another part than asked for", false);
    }
    return asked;
  }

  private long append(HubResponse answer, long start) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long end = start;
    StallGuard body = hub.guard(answer, StallGuard.LEAST, progress);
    try (body;
        OutputStream out = Files.newOutputStream(part, options(start))) {
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        if (end + count > file.size()) {
          out.close();
          Files.delete(part);
          throw PatchbayException.failed(
              "%s: more than the announced %s bytes came.".formatted(what(), file.size()),
              "Nothing was kept; try again, and check HF_ENDPOINT and proxies if it stays so.");
        }
        write(out, buffer, count);
        end += count;
        show(end);
      }
      return end;
    } catch (IOException e) {
      progress.throwIfStopped();
      if (body.tooSlow()) { // a trickle is no gain: it could go on for ever
        throw cutShort(
            "after %s of %s bytes it came at less than a kibibyte a second"
                .formatted(end, file.size()),
            end,
            StallGuard.LEAST);
      }
      throw cutShort(
          "the answer broke off after %s of %s bytes (%s)"
              .formatted(end, file.size(), e.getMessage()),
          end,
          1);
    }
  }

  /**
   * Only what nobody has brought before is a gain: a server may start anew each time.
   *
   * @param least how much of that must have come
   */
  private TryAgain cutShort(String message, long end, long least) {
    boolean gained = end - furthest >= least;
    furthest = Math.max(furthest, end);
    return new TryAgain(message, gained);
  }

  /** Reads what came once more; what is something else is deleted. */
  private void checkDigest() throws IOException {
    Optional<String> wanted = file.sha256();
    if (wanted.isEmpty()) {
      return;
    }
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[MEBIBYTE];
    try (InputStream in = Files.newInputStream(part)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        progress.throwIfStopped();
        digest.update(buffer, 0, count);
      }
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(wanted.get())) {
      Files.delete(part);
      throw PatchbayException.failed(
          "%s: its SHA-256 is %s, not %s.".formatted(what(), found, wanted.get()),
          "It was changed on the way, and nothing of it was kept: fetch it again.");
    }
  }

  private static StandardOpenOption[] options(long start) {
    return new StandardOpenOption[] {
      StandardOpenOption.CREATE,
      StandardOpenOption.WRITE,
      start == 0 ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND
    };
  }

  /** A full disk does not call for asking the hub again. */
  private void write(OutputStream out, byte[] buffer, int count) {
    try {
      out.write(buffer, 0, count);
    } catch (IOException e) {
      throw PatchbayException.failed(
          "%s: it cannot be written to %s (%s).".formatted(what(), part, e.getMessage()),
          "Make room, or name another cache with HF_HUB_CACHE.",
          e);
    }
  }

  /** A step for each MiB that is there, also where an answer starts anew. */
  private void show(long end) {
    for (; shown < end / MEBIBYTE; shown++) {
      progress.step("");
    }
  }

  private String what() {
    return "%s of %s".formatted(file.name(), id);
  }
}
