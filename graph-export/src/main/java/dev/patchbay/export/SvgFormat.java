package dev.patchbay.export;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.export.ExporterProvider;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.plugin.Option;
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

  /**
   * @param edges the circuit's, or every edge of the model's graph
   * @param theme for a page that chooses between two pictures, as a README does
   */
  record Config(
      @Option(
              value = "which edges are written: circuit (those that were kept) or all",
              fallback = "circuit")
          ExportedEdges.Choice edges,
      @Option(
              value = "the colours: auto (light or dark as the reader's system), light or dark",
              fallback = "auto")
          SvgStyle.Theme theme) {}

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
    return Config.class;
  }

  @Override
  public Exporter create(Options options) {
    Config config = options.as(Config.class);
    return (report, out) -> {
      Graph<Node, Edge> graph = new ExportedEdges(config.edges).of(report);
      checkDrawable(graph.edgeSet().size());
      XmlFile.write(out, xml -> new SvgDrawing(xml, report, graph, config.theme).write());
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
