package dev.patchbay.export.report;

import com.google.auto.service.AutoService;
import dev.patchbay.export.page.Page;
import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.export.ExporterProvider;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.report.CircuitReport;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A page for browsers: the circuit at any number of edges, attention patterns, the curve, the
 * decisions, tables. One file that fetches nothing and opens from a disk.
 *
 * <p>Numbers are packed, a score in 11 characters, and edges have no names there: the page works
 * them out as {@link dev.patchbay.spi.graph.ComputationGraph} does. The packed numbers are held in
 * memory, 8 bytes an edge.
 */
@AutoService(ExporterProvider.class)
public final class HtmlFormat implements ExporterProvider {

  /** In the order in which they run: each builds on those before it. */
  private static final String SCRIPTS =
      "numbers graph ranking layout drawing picture curve attention inspector pages report";

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "html",
        "A page for browsers: circuit, attention, curve, decisions and tables, in one file.",
        "none",
        "none");
  }

  @Override
  public String suffix() {
    return "html";
  }

  @Override
  public Exporter create(Options options) {
    options.as(NoOptions.class);
    return (report, out) -> page(report).write(out);
  }

  static Page page(CircuitReport report) {
    return new Page(
        "%s on %s: circuit".formatted(report.task(), report.model()),
        resource("report.html"),
        resource("report.css"),
        Stream.of(SCRIPTS.split(" ")).map(name -> resource(name + ".js")).toList(),
        Map.of("report", new RunContent(report)::write));
  }

  private static String resource(String name) {
    return Page.resource(HtmlFormat.class, name);
  }
}
