package dev.patchbay.export;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.export.ExporterProvider;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.plugin.PluginDescriptor;
import java.util.Locale;
import org.jgrapht.Graph;

/**
 * A picture for browsers and papers, laid out here: what {@link DotFormat} leaves to Graphviz.
 *
 * <p>Ids are the names of nodes and edges; each tells its name and score on hovering and to screen
 * readers. No scripts, no fonts or images from elsewhere; light or dark as the reader's system.
 *
 * <p>The whole drawing is held in memory, and a circuit that no eye could follow is refused.
 */
@AutoService(ExporterProvider.class)
public final class SvgFormat implements ExporterProvider {

  /** Some seconds of layout, and lines a few pixels apart. */
  static final int MOST_EDGES = 2000;

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "svg",
        "A picture for browsers and papers, one row for each layer; needs no Graphviz.",
        "Schulze, Spönemann & von Hanxleden 2014, Drawing layered graphs with port constraints;"
            + " the Eclipse Layout Kernel",
        "none");
  }

  @Override
  public String suffix() {
    return "svg";
  }

  @Override
  public Class<? extends Record> options() {
    return ExportedEdges.class;
  }

  @Override
  public Exporter create(Options options) {
    ExportedEdges edges = options.as(ExportedEdges.class);
    return (report, out) -> {
      Graph<Node, Edge> graph = edges.of(report);
      checkDrawable(graph.edgeSet().size());
      XmlFile.write(out, xml -> new SvgDrawing(xml, report, graph).write());
    };
  }

  private static void checkDrawable(int edges) {
    if (edges > MOST_EDGES) {
      throw PatchbayException.failed(
          String.format(
              Locale.ROOT, "svg draws %,d edges at most, and these are %,d.", MOST_EDGES, edges),
          "Keep fewer ('patchbay discover' with --edges 200 or a higher threshold), or export"
              + " graphml for Gephi, which has no limit.");
    }
  }
}
