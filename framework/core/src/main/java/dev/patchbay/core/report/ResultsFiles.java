package dev.patchbay.core.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.patchbay.catalog.Chosen;
import dev.patchbay.catalog.Guest;
import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.spi.export.ExportedFiles;
import dev.patchbay.spi.export.ResultsExporterProvider;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.ComparisonResults;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Shows what a comparison gave: its page and its plots, or one format of them. */
public final class ResultsFiles {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final PluginCatalog catalog;

  @Inject
  public ResultsFiles(PluginCatalog catalog) {
    this.catalog = catalog;
  }

  /** Whether a file says of itself that it holds the results of a comparison. */
  public static boolean holdsResults(Path file) {
    try (JsonParser json = JsonLayout.MAPPER.createParser(file.toFile())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        if (field.equals("format")) {
          return ResultsJson.FORMAT.equals(json.getValueAsString());
        }
        if (field.equals("schema")) {
          return false;
        }
        json.skipChildren();
      }
      return false;
    } catch (IOException e) {
      // Reading it as a report says what is wrong with it.
      return false;
    }
  }

  /**
   * Writes the page {@code report.html} and the folder {@code plots}.
   *
   * @param folder where they go
   * @return the files, in the order in which they were written
   * @throws PatchbayException if one cannot be written
   */
  public List<Path> write(ComparisonResults results, Path folder) {
    List<Path> files = new ArrayList<>(export(results, "html", folder.resolve("report.html")));
    files.addAll(export(results, "plots", folder.resolve("plots")));
    return files;
  }

  /**
   * Writes results in one format.
   *
   * @param results a {@code results.json}
   * @param format an exporter with options, as on the command line
   * @param target the file, or the folder where the format makes several files
   * @return the files, in the order in which they were written
   * @throws PatchbayException if there is no such format, or a file cannot be written
   */
  public List<Path> export(Path results, String format, Path target) {
    return export(ResultsJson.read(results), format, target);
  }

  private List<Path> export(ComparisonResults results, String format, Path target) {
    Chosen<ResultsExporterProvider> exporter = catalog.choose(PluginKind.RESULTS_EXPORTER, format);
    List<Path> files = new ArrayList<>();
    if (exporter.provider().makesFolder()) {
      try (FolderLock lock = FolderLock.of(target)) {
        write(exporter, results, folder(target, files));
      }
    } else {
      write(exporter, results, file(target, files));
    }
    return files;
  }

  private static void write(
      Chosen<ResultsExporterProvider> exporter, ComparisonResults results, ExportedFiles place) {
    try {
      exporter.provider().create(exporter.options()).write(results, place);
    } catch (IOException e) {
      throw Guest.fault(exporter.provider(), "stopped in 'write' with " + e);
    }
  }

  private static ExportedFiles folder(Path target, List<Path> files) {
    OutputFolder folder = OutputFolder.open(target);
    return (name, content) -> {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("'" + name + "' is not a file name");
      }
      files.add(folder.put(name, content::write));
    };
  }

  private static ExportedFiles file(Path target, List<Path> files) {
    Path whole = target.toAbsolutePath();
    Path parent = whole.getParent();
    Path name = whole.getFileName();
    if (parent == null || name == null || whole.toFile().isDirectory()) {
      throw PatchbayException.usage(
          "'%s' is a folder.".formatted(target), "Give a file, such as report.html.");
    }
    OutputFolder folder = OutputFolder.open(parent);
    return (its, content) -> files.add(folder.put(name.toString(), content::write));
  }
}
