package dev.patchbay.spi.export;

import dev.patchbay.spi.report.ComparisonResults;
import java.io.IOException;

/** Shows the results of a comparison. Equal results give equal bytes. */
public interface ResultsExporter {

  /** Writes what there is to show. */
  void write(ComparisonResults results, ExportedFiles files) throws IOException;
}
