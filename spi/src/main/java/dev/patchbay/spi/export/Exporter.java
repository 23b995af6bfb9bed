package dev.patchbay.spi.export;

import dev.patchbay.spi.report.CircuitReport;
import java.io.IOException;
import java.io.OutputStream;

/** Writes a report in one format. Equal reports give equal bytes. */
public interface Exporter {

  /** Writes the report and leaves the stream open. Streams: memory does not grow with the graph. */
  void write(CircuitReport report, OutputStream out) throws IOException;
}
