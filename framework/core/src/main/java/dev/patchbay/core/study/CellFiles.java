package dev.patchbay.core.study;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.core.report.OutputFolder;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The folder in which each finished cell is a file, and its times another. */
final class CellFiles {

  static final JsonMapper MAPPER =
      JsonMapper.builder().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).build();

  /** Reads nothing that a cell does not write: no null where there is a value, nothing left out. */
  private static final JsonMapper READER =
      MAPPER
          .rebuild()
          .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

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
    Cell cell = read(file, Cell.class);
    boolean points =
        cell.curves().values().stream().flatMap(List::stream).allMatch(point -> point.length >= 2);
    if (!points) {
      throw damaged(file, "a point of 'curves' has fewer than two numbers", null);
    }
    return cell.status() == Cell.Status.FAILED
        ? Optional.empty()
        : Optional.of(new Finished(cell, read(times, Timing.class)));
  }

  private static <T> T read(Path file, Class<T> type) {
    try {
      T value = READER.readValue(file.toFile(), type);
      if (value == null) {
        throw damaged(file, "it holds nothing", null);
      }
      return value;
    } catch (IOException e) {
      throw damaged(file, reason(e), e);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof JsonMappingException other) {
      String place =
          other.getPath().stream()
              .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
              .collect(Collectors.joining("."));
      return place.isEmpty()
          ? "it is not what a run writes"
          : "'%s' is missing or not what a run writes".formatted(place);
    }
    return e instanceof JsonProcessingException ? "it is not JSON" : String.valueOf(e.getMessage());
  }

  private static PatchbayException damaged(Path file, String reason, @Nullable IOException cause) {
    return PatchbayException.failed(
        "'%s' is damaged: %s.".formatted(file, reason),
        "Remove it, and it is measured again; or run without --resume.",
        cause);
  }

  void write(Finished finished) {
    String id = finished.cell().id();
    // The cell last: a cell whose file is there is whole.
    folder.put(id + ".timing.json", out -> MAPPER.writeValue(out, finished.timing()));
    folder.put(id + ".json", out -> MAPPER.writeValue(out, finished.cell()));
  }
}
