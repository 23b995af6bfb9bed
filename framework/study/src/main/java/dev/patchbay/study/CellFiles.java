package dev.patchbay.study;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.core.report.OutputFolder;
import dev.patchbay.core.report.ResultsJson;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.ComparedCell.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** The folder in which each finished cell is a file, and its times another. */
final class CellFiles {

  private static final JsonMapper MAPPER = ResultsJson.MAPPER;

  private static final String CLAIM = ".claim";

  private final Path path;
  private final OutputFolder folder;

  /**
   * @throws PatchbayException if the folder cannot be written
   */
  CellFiles(Path path) {
    this.path = path;
    this.folder = OutputFolder.open(path);
  }

  /** Whether this process may measure a case: no other has claimed it. */
  boolean claim(Case of) {
    try {
      Files.writeString(
          claimOf(of),
          Long.toString(ProcessHandle.current().pid()),
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private Path claimOf(Case of) {
    return path.resolve(of.id() + CLAIM);
  }

  /** Whether some process has claimed a case. */
  boolean isClaimed(Case of) {
    return Files.exists(claimOf(of));
  }

  /** Whether this process, by its number, has claimed a case. */
  boolean isClaimedBy(long process, Case of) {
    try {
      return isClaimed(of) && Files.readString(claimOf(of)).equals(Long.toString(process));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Forgets every claim, before others begin to make some or when all have ended. */
  void forgetClaims() {
    try (DirectoryStream<Path> claims = Files.newDirectoryStream(path, "*" + CLAIM)) {
      for (Path claim : claims) {
        Files.delete(claim);
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private PatchbayException unusable(IOException e) {
    return PatchbayException.failed(
        "'%s' cannot be used: %s.".formatted(path, e), "Give another folder with --out.", e);
  }

  /**
   * A cell, what it took, and what it was measured from.
   *
   * @param key see {@link CellKeys}
   */
  record Finished(Cell cell, Timing timing, Map<String, String> key) {

    /** A case that came to nothing. */
    static Finished without(Case of, Status status, Map<String, String> key, String reason) {
      return new Finished(Cell.without(of, status, reason), new Timing(0, 0), key);
    }
  }

  /**
   * What a cell's file holds.
   *
   * @param checksum of the rest
   */
  private record Stored(TreeMap<String, String> key, Cell cell, String checksum) {

    static Stored of(Map<String, String> key, Cell cell) throws IOException {
      TreeMap<String, String> sorted = new TreeMap<>(key);
      CRC32C sum = new CRC32C();
      sum.update(sorted.toString().getBytes(StandardCharsets.UTF_8));
      sum.update(MAPPER.writeValueAsBytes(cell));
      return new Stored(sorted, cell, Long.toHexString(sum.getValue()));
    }

    boolean isWhole() throws IOException {
      return of(key, cell).checksum.equals(checksum);
    }
  }

  /**
   * What the file of a cell's times holds.
   *
   * @param checksum of the rest
   */
  @JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
  private record StoredTimes(double seconds, long peakBytes, String checksum) {

    static StoredTimes of(Timing timing) {
      CRC32C sum = new CRC32C();
      sum.update(timing.toString().getBytes(StandardCharsets.UTF_8));
      return new StoredTimes(
          timing.seconds(), timing.peakBytes(), Long.toHexString(sum.getValue()));
    }

    Timing timing() {
      return new Timing(seconds, peakBytes);
    }

    boolean isWhole() {
      return of(timing()).equals(this);
    }
  }

  /** Whether a case is finished. */
  boolean has(Case of) {
    return Files.isRegularFile(path.resolve(of.id() + ".json"));
  }

  /** Takes a case's files away. */
  void remove(Case of) {
    folder.remove(of.id() + ".json");
    folder.remove(of.id() + ".timing.json");
  }

  /**
   * A finished cell; nothing if its files are missing or damaged, as a power cut or somebody's
   * editor may leave them.
   */
  Optional<Finished> read(Case of) {
    Path file = path.resolve(of.id() + ".json");
    Path times = path.resolve(of.id() + ".timing.json");
    if (!Files.isRegularFile(file) || !Files.isRegularFile(times)) {
      return Optional.empty();
    }
    try {
      Stored stored = MAPPER.readValue(file.toFile(), Stored.class);
      StoredTimes took = MAPPER.readValue(times.toFile(), StoredTimes.class);
      return took.isWhole() && stored.isWhole() && stored.cell.key().equals(of.key())
          ? Optional.of(new Finished(stored.cell, took.timing(), stored.key))
          : Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // whatever it holds, it is none of ours
    }
  }

  void write(Finished finished) {
    String id = finished.cell().id();
    // The cell last: a cell whose file is there is whole.
    folder.put(
        id + ".timing.json", out -> MAPPER.writeValue(out, StoredTimes.of(finished.timing())));
    folder.put(
        id + ".json", out -> MAPPER.writeValue(out, Stored.of(finished.key(), finished.cell())));
  }
}
