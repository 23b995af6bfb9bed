package dev.patchbay.export;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.export.ExporterProvider;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;
import java.io.Writer;

/**
 * A drawing for Graphviz: information flows upwards from the input to the logits, each layer's
 * heads in one row and its MLP in the row above.
 *
 * <p>Node ids are names; an edge's {@code id} is its name. Invisible edges between the captions of
 * the rows, and the legend's nodes, have no {@code id}.
 */
@AutoService(ExporterProvider.class)
public final class DotFormat implements ExporterProvider {

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "dot",
        "A drawing for Graphviz, one row for each layer, edges by input, sign and size of score.",
        "Gansner & North 2000, An open graph visualization system; the DOT language",
        "none");
  }

  @Override
  public String suffix() {
    return "dot";
  }

  @Override
  public Class<? extends Record> options() {
    return ExportedEdges.class;
  }

  @Override
  public Exporter create(Options options) {
    ExportedEdges edges = options.as(ExportedEdges.class);
    return (report, out) -> {
      Writer dot = ReportText.writer(out);
      new DotDrawing(dot, report, edges.of(report)).write();
      dot.flush();
    };
  }
}
