package dev.patchbay.core.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.CircuitReport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * {@code report.json}: everything in a {@link CircuitReport}, and nothing that differs between
 * equal runs. Edges are one a line, {@code [name, score or null, in circuit]}, in the order of
 * their ordinals.
 */
public final class ReportJson {

  /** The value of "schema"; another number means that old readers cannot follow. */
  static final String SCHEMA = "patchbay-report/1";

  private ReportJson() {}

  /** Writes a report and leaves the stream open. */
  public static void write(CircuitReport report, OutputStream out) throws IOException {
    ObjectNode head = JsonLayout.MAPPER.createObjectNode().put("schema", SCHEMA);
    ReportFields.write(report, head);
    try (JsonGenerator json = JsonLayout.pretty(out)) {
      json.writeStartObject();
      for (var field : head.properties()) {
        json.writeFieldName(field.getKey());
        json.writeTree(field.getValue());
      }
      json.writeArrayFieldStart("edges");
      ComputationGraph graph = report.graph();
      for (int ordinal = 0; ordinal < graph.edgeCount(); ordinal++) {
        // The names of edges hold nothing that JSON would escape.
        json.writeRawValue(
            "[\""
                + graph.edge(ordinal).name()
                + "\", "
                + (report.scores().isScored(ordinal)
                    ? Double.toString(report.scores().valueOrZero(ordinal))
                    : "null")
                + ", "
                + report.circuit().contains(ordinal)
                + "]");
      }
      json.writeEndArray();
      EvidenceJson.write(report.evidence(), json);
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  /**
   * Reads a report back: equal to the one that was written.
   *
   * @throws PatchbayException if the file cannot be read or is not a complete report
   */
  public static CircuitReport read(Path file) {
    return new ReportReader(file).read();
  }
}
