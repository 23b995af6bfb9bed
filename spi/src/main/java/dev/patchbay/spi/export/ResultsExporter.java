package dev.patchbay.spi.export;

import java.io.IOException;
import java.nio.file.Path;

/** Shows the results of a comparison. Equal results give equal bytes. */
public interface ResultsExporter {

  /**
   * Writes what there is to show.
   *
   * @param results a comparison's {@code results.json}; {@code costs.csv} may lie beside it
   * @param files takes what is made
   * @throws dev.patchbay.spi.plugin.PatchbayException if the file holds no results
   */
  void write(Path results, ExportedFiles files) throws IOException;
}
