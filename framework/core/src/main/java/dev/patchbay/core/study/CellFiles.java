package dev.patchbay.core.study;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.core.report.OutputFolder;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder in which each finished cell is a file, and its times another. */
final class CellFiles {

  static final JsonMapper MAPPER =
      JsonMapper.builder().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).build();

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
      Files.createFile(path.resolve(of.id() + CLAIM));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
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

  /** A cell and what it took. */
  record Finished(Cell cell, Timing timing) {}

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
   * A cell that an earlier run finished; one that failed is none.
   *
   * @throws PatchbayException if its file is damaged
   */
  Optional<Finished> read(Case of) {
    Path file = path.resolve(of.id() + ".json");
    Path times = path.resolve(of.id() + ".timing.json");
    if (!Files.isRegularFile(file) || !Files.isRegularFile(times)) {
      return Optional.empty();
    }
    try {
      Cell cell = MAPPER.readValue(file.toFile(), Cell.class);
      return cell.status() == Cell.Status.FAILED
          ? Optional.empty()
          : Optional.of(new Finished(cell, MAPPER.readValue(times.toFile(), Timing.class)));
    } catch (IOException e) {
      throw PatchbayException.failed(
          "'%s' is damaged: %s."
              .formatted(file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          "Remove it, and it is measured again; or run without --resume.",
          e);
    }
  }

  void write(Finished finished) {
    String id = finished.cell().id();
    // The cell last: a cell whose file is there is whole.
    folder.put(id + ".timing.json", out -> MAPPER.writeValue(out, finished.timing()));
    folder.put(id + ".json", out -> MAPPER.writeValue(out, finished.cell()));
  }
}
