package dev.patchbay.core.report;

import dev.patchbay.catalog.Chosen;
import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.export.ExporterProvider;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.strategy.AttentionTable;
import dev.patchbay.spi.strategy.Decision;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Writes what a run gave into a folder. */
public final class ReportFiles {

  private final PluginCatalog catalog;

  @Inject
  public ReportFiles(PluginCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Makes ready for a run: the folder exists and can be written, the exporters are there.
   *
   * @throws PatchbayException if not; better before the run than after it
   */
  public RunFolder open(Path folder) {
    Map<String, Exporter> exports = new LinkedHashMap<>();
    exports.put("scores.json", exporter("eap-ig-json"));
    exports.put("circuit.dot", exporter("dot"));
    exports.put("circuit.graphml", exporter("graphml"));
    exports.put("report.html", exporter("html"));
    return new RunFolder(OutputFolder.open(folder), exports);
  }

  /**
   * Writes a report in one format.
   *
   * @param file where to; an older file is replaced when the new one is whole
   * @throws PatchbayException if the file cannot be written
   */
  public Path export(CircuitReport report, Exporter exporter, Path file) {
    Path whole = file.toAbsolutePath();
    Path folder = whole.getParent();
    Path name = whole.getFileName();
    if (folder == null || name == null) {
      throw PatchbayException.usage(
          "'%s' is a folder.".formatted(file), "Give a file, such as circuit.dot.");
    }
    return OutputFolder.open(folder).put(name.toString(), out -> exporter.write(report, out));
  }

  /**
   * The exporter of this name.
   *
   * @param format a name with options, as for {@code --format}
   * @throws PatchbayException if there is none, or it refuses its options
   */
  public Exporter exporter(String format) {
    Chosen<ExporterProvider> chosen = catalog.choose(PluginKind.EXPORTER, format);
    return chosen.provider().create(chosen.options());
  }

  /** An output folder that is ready for a run's files. */
  public record RunFolder(OutputFolder folder, Map<String, Exporter> exports) {

    /**
     * Writes {@code report.json}, what the exporters make, and where the run has them {@code
     * decisions.jsonl} and {@code attention.json}. Those two are removed where an earlier run left
     * them and this one has none.
     *
     * @return the files, {@code timing.json} last
     * @throws PatchbayException if one cannot be written
     */
    public List<Path> write(RunOutcome outcome) {
      Map<String, OutputFolder.Content> contents = new LinkedHashMap<>();
      contents.put("report.json", out -> ReportJson.write(outcome.report(), out));
      exports.forEach(
          (name, exporter) -> contents.put(name, out -> exporter.write(outcome.report(), out)));
      List<Decision> decisions = outcome.discovery().decisions();
      optional("decisions.jsonl", decisions, out -> RunJson.decisions(decisions, out), contents);
      List<AttentionTable> tables = outcome.discovery().attention();
      optional("attention.json", tables, out -> RunJson.attention(tables, out), contents);
      List<Path> files = new ArrayList<>(put(contents));
      files.add(folder.put("timing.json", out -> RunJson.timing(outcome, out)));
      return files;
    }

    private void optional(
        String name,
        List<?> content,
        OutputFolder.Content writer,
        Map<String, OutputFolder.Content> contents) {
      if (content.isEmpty()) {
        folder.remove(name);
      } else {
        contents.put(name, writer);
      }
    }

    /**
     * Writes files, several at once. If some cannot be written, this fails with the first of them,
     * and when none is at work any more.
     */
    private List<Path> put(Map<String, OutputFolder.Content> contents) {
      List<CompletableFuture<Path>> written =
          List.copyOf(contents.entrySet()).parallelStream()
              .map(file -> attempt(file.getKey(), file.getValue()))
              .toList();
      return written.stream().map(RunFolder::result).toList();
    }

    private CompletableFuture<Path> attempt(String name, OutputFolder.Content content) {
      try {
        return CompletableFuture.completedFuture(folder.put(name, content));
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    private static Path result(CompletableFuture<Path> written) {
      try {
        return written.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      }
    }
  }
}
