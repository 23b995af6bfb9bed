package dev.patchbay.export;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.export.ExporterProvider;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.report.CircuitReport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A table for spreadsheets and data frames: one row for each edge of the model's graph, in the
 * order of ordinals. The columns {@code layer} and {@code head} are the target's. What does not
 * apply, and the score of an edge that was not scored, is left empty.
 */
@AutoService(ExporterProvider.class)
public final class CsvFormat implements ExporterProvider {

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "csv", "A table with one row for each edge of the model's graph.", "RFC 4180", "none");
  }

  @Override
  public String suffix() {
    return "csv";
  }

  @Override
  public Exporter create(Options options) {
    options.as(NoOptions.class);
    return CsvFormat::write;
  }

  // No field needs RFC 4180's quotes: names of edges hold no comma, quote or line end.
  private static void write(CircuitReport report, OutputStream out) throws IOException {
    ComputationGraph graph = report.graph();
    Writer csv = ReportText.writer(out);
    csv.write("edge,source,target,qkv,layer,head,score,in_circuit\n");
    for (int ordinal = 0; ordinal < graph.edgeCount(); ordinal++) {
      Edge edge = graph.edge(ordinal);
      csv.write(
          String.join(
              ",",
              edge.name(),
              edge.source().name(),
              edge.target().name(),
              edge.qkv(),
              text(ReportText.layer(edge.target())),
              text(ReportText.head(edge.target())),
              text(report.scores().score(ordinal)),
              Boolean.toString(report.circuit().contains(ordinal))));
      csv.write('\n');
    }
    csv.flush();
  }

  private static String text(OptionalInt number) {
    return number.isPresent() ? Integer.toString(number.getAsInt()) : "";
  }

  private static String text(OptionalDouble number) {
    return number.isPresent() ? ReportText.exact(number.getAsDouble()) : "";
  }
}
