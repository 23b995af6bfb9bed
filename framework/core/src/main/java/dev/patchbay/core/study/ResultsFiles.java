package dev.patchbay.core.study;

import dev.patchbay.core.report.OutputFolder;
import java.nio.file.Path;
import java.util.List;

/** Writes results as files: one JSON for programs, tables for spreadsheets and notebooks. */
public final class ResultsFiles {

  private ResultsFiles() {}

  /**
   * Writes {@code results.json}, {@code results.csv} and {@code costs.csv}.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if one cannot be written
   */
  public static List<Path> write(Results results, Path folder) {
    OutputFolder files = OutputFolder.open(folder);
    return List.of(
        files.put("results.json", out -> ResultsJson.write(results, out)),
        files.put("results.csv", out -> out.write(ResultsTables.figures(results))),
        files.put("costs.csv", out -> out.write(ResultsTables.costs(results))));
  }
}
