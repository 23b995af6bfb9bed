package dev.patchbay.export;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.export.ExporterProvider;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;

/**
 * GraphML with typed attributes, as JGraphT, NetworkX and Gephi read it. The id of a node or an
 * edge is its name, so that the parallel q, k and v edges stay apart.
 *
 * <p>Nodes have {@code name}, {@code kind} (input, head, kv-group, mlp, logits), {@code layer} and
 * {@code head}. Edges have {@code name}, {@code kind} (the input of the target that they enter: q,
 * k, v, input; or wire, from a key/value group to its heads), {@code score}, {@code in_circuit},
 * and of their target {@code layer}, {@code head} and {@code qkv}. What does not apply is left out,
 * as is the score of an edge that was not scored.
 */
@AutoService(ExporterProvider.class)
public final class GraphMlFormat implements ExporterProvider {

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "graphml",
        "GraphML with typed attributes, for JGraphT, NetworkX, Gephi, yEd, Cytoscape.",
        "Brandes et al. 2002, GraphML Progress Report",
        "none");
  }

  @Override
  public String suffix() {
    return "graphml";
  }

  @Override
  public Class<? extends Record> options() {
    return ExportedEdges.class;
  }

  @Override
  public Exporter create(Options options) {
    ExportedEdges edges = options.as(ExportedEdges.class);
    return (report, out) ->
        XmlFile.write(out, xml -> new GraphMlDocument(xml, report).write(edges.of(report)));
  }
}
