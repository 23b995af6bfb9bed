package dev.patchbay.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.google.auto.service.AutoService;
import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.export.ExporterProvider;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.report.CircuitReport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;

/**
 * The file that EAP-IG and MIB read: {@code cfg}, {@code nodes} and {@code edges}, every edge of
 * the graph in EAP-IG's order.
 *
 * <p>Two keys are ours, and others ignore them. {@code sign} is {@code loss}: our scores are
 * changes of the loss, positive where the edge supports the behaviour; EAP-IG's files do not say.
 * {@code not_scored} lists the edges that have no score and are in {@code edges} with 0.
 */
@AutoService(ExporterProvider.class)
public final class EapIgJsonFormat implements ExporterProvider {

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "eap-ig-json",
        "The graph file of EAP-IG and the MIB benchmark: every edge with its score.",
        "Hanna et al. 2024, Have Faith in Faithfulness; the layout of its code's Graph.to_json",
        "none");
  }

  @Override
  public String suffix() {
    return "json";
  }

  @Override
  public Exporter create(Options options) {
    options.as(NoOptions.class);
    return EapIgJsonFormat::write;
  }

  private static void write(CircuitReport report, OutputStream out) throws IOException {
    JsonFactory factory =
        JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();
    // Not in try-with-resources: closing would complete a file that a failure left half-written.
    JsonGenerator json = factory.createGenerator(out);
    json.setPrettyPrinter(new LinePerEntry());
    json.writeStartObject();
    writeConfiguration(report, json);
    writeNodes(report, json);
    writeEdges(report, json);
    json.writeStringField("sign", "loss");
    writeNotScored(report, json);
    json.writeEndObject();
    json.writeRaw('\n');
    json.close();
  }

  private static void writeConfiguration(CircuitReport report, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart("cfg");
    json.writeNumberField("n_layers", report.graph().shape().nLayers());
    json.writeNumberField("n_heads", report.graph().shape().nHeads());
    json.writeBooleanField("parallel_attn_mlp", report.graph().shape().parallel());
    json.writeNumberField("d_model", report.spec().dModel());
    json.writeEndObject();
  }

  private static void writeNodes(CircuitReport report, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("nodes");
    for (Node node : report.graph().nodes()) {
      json.writeObjectFieldStart(node.name());
      json.writeBooleanField("in_graph", report.circuit().containsVertex(node));
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void writeEdges(CircuitReport report, JsonGenerator json) throws IOException {
    ComputationGraph graph = report.graph();
    json.writeObjectFieldStart("edges");
    for (int ordinal = 0; ordinal < graph.edgeCount(); ordinal++) {
      json.writeObjectFieldStart(graph.edge(ordinal).name());
      json.writeNumberField("score", report.scores().valueOrZero(ordinal));
      json.writeBooleanField("in_graph", report.circuit().contains(ordinal));
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void writeNotScored(CircuitReport report, JsonGenerator json) throws IOException {
    ComputationGraph graph = report.graph();
    json.writeArrayFieldStart("not_scored");
    for (int ordinal = 0; ordinal < graph.edgeCount(); ordinal++) {
      if (!report.scores().isScored(ordinal)) {
        json.writeString(graph.edge(ordinal).name());
      }
    }
    json.writeEndArray();
  }

  /** A line for each node and each edge: small files for the eye, and for {@code diff}. */
  private static final class LinePerEntry extends MinimalPrettyPrinter {

    @Serial private static final long serialVersionUID = 1L;

    private static final int INSIDE_NODES_OR_EDGES = 2;

    @Override
    public void writeObjectEntrySeparator(JsonGenerator json) throws IOException {
      json.writeRaw(',');
      if (json.getOutputContext().getNestingDepth() <= INSIDE_NODES_OR_EDGES) {
        json.writeRaw('\n');
      }
    }
  }
}
