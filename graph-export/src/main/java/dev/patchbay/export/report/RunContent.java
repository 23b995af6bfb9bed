package dev.patchbay.export.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.report.AttendedPrompt;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.report.CurvePoint;
import dev.patchbay.spi.report.Evaluation;
import dev.patchbay.spi.report.PromptSample;
import dev.patchbay.spi.report.Provenance;
import dev.patchbay.spi.report.TruthComparison;
import dev.patchbay.spi.strategy.Decision;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a run's page knows, as JSON. Names are data like all else. Numbers of edges are packed, in
 * the order of ordinals.
 */
record RunContent(CircuitReport report) {

  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("model", report.model());
    json.writeStringField("task", report.task());
    json.writeNumberField("prompts", report.promptCount());
    json.writeStringField("strategy", report.strategy().toString());
    json.writeStringField("metric", report.metric().toString());
    json.writeStringField("ablation", report.ablation().toString());
    json.writeStringField("selection", report.selection());
    shape(json);
    evaluation(json);
    texts("removedDirect", report.removedDirect(), json);
    texts("command", report.evidence().command(), json);
    provenance(json);
    edges(json);
    curve(json);
    decisions(json);
    samples(json);
    json.writeEndObject();
  }

  private void shape(JsonGenerator json) throws IOException {
    GraphShape shape = report.graph().shape();
    json.writeObjectFieldStart("shape");
    json.writeNumberField("layers", shape.nLayers());
    json.writeNumberField("heads", shape.nHeads());
    json.writeNumberField("kv", shape.kvReceivers());
    json.writeBooleanField("mlps", shape.mlps());
    json.writeBooleanField("parallel", shape.parallel());
    json.writeBooleanField("joint", shape.jointHeads());
    json.writeBooleanField("positions", shape.positions());
    json.writeEndObject();
  }

  private void evaluation(JsonGenerator json) throws IOException {
    Evaluation found = report.evaluation();
    json.writeObjectFieldStart("evaluation");
    json.writeStringField("metric", found.metric());
    json.writeStringField("better", Options.word(found.direction()));
    json.writeNumberField("full", found.full());
    json.writeNumberField("circuit", found.circuit());
    json.writeNumberField("empty", found.empty());
    OptionalDouble faithfulness = found.faithfulness();
    if (faithfulness.isPresent()) {
      json.writeNumberField("faithfulness", faithfulness.getAsDouble());
    }
    json.writeNumberField("pruned", report.circuit().pruned().size());
    json.writeEndObject();
    if (report.truth().isPresent()) {
      TruthComparison truth = report.truth().get();
      json.writeObjectFieldStart("truth");
      json.writeNumberField("edges", truth.truthEdges());
      json.writeNumberField("precision", truth.precision());
      json.writeNumberField("recall", truth.recall());
      json.writeEndObject();
    }
  }

  /** Every component, so that the page shows those to come too. */
  private void provenance(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("provenance");
    for (RecordComponent component : Provenance.class.getRecordComponents()) {
      try {
        Object value = component.getAccessor().invoke(report.provenance());
        json.writeStringField(component.getName(), String.valueOf(value));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    json.writeEndObject();
  }

  private void edges(JsonGenerator json) throws IOException {
    EdgeScores scores = report.scores();
    Circuit circuit = report.circuit();
    int count = report.graph().edgeCount();
    json.writeNumberField("edges", count);
    json.writeBinaryField("scores", Packed.doubles(count, scores::valueOrZero));
    json.writeBinaryField("scored", Packed.bits(count, scores::isScored));
    json.writeBinaryField("circuit", Packed.bits(count, circuit::contains));
  }

  private void curve(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("curve");
    for (CurvePoint point : report.evidence().curve()) {
      json.writeStartArray();
      json.writeNumber(point.edges());
      json.writeNumber(point.metric());
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  /** A decision about something else than an edge has −1 less its number among {@code others}. */
  private void decisions(JsonGenerator json) throws IOException {
    List<Decision> decisions = report.evidence().decisions();
    Map<String, Integer> others = new LinkedHashMap<>();
    int[] edges =
        decisions.stream().mapToInt(decision -> ordinal(decision.edge(), others)).toArray();
    json.writeObjectFieldStart("decisions");
    json.writeBinaryField("edges", Packed.integers(edges.length, i -> edges[i]));
    json.writeBinaryField(
        "before", Packed.doubles(edges.length, i -> decisions.get(i).lossBefore()));
    json.writeBinaryField(
        "without", Packed.doubles(edges.length, i -> decisions.get(i).lossWithout()));
    json.writeBinaryField("removed", Packed.bits(edges.length, i -> decisions.get(i).removed()));
    texts("others", List.copyOf(others.keySet()), json);
    json.writeEndObject();
  }

  private int ordinal(String name, Map<String, Integer> others) {
    ComputationGraph graph = report.graph();
    try {
      return graph.ordinal(Edge.parse(name));
    } catch (IllegalArgumentException e) {
      return -1 - others.computeIfAbsent(name, n -> others.size());
    }
  }

  private void samples(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("samples");
    for (PromptSample sample : report.evidence().samples()) {
      json.writeStartObject();
      prompt("clean", sample.clean(), json);
      if (sample.corrupted().isPresent()) {
        prompt("corrupted", sample.corrupted().get(), json);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void prompt(String name, AttendedPrompt prompt, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(name);
    texts("tokens", prompt.tokens(), json);
    json.writeBinaryField(
        "pattern",
        Packed.fractions(
            Arrays.stream(prompt.pattern().values())
                .flatMap(Arrays::stream)
                .flatMap(Arrays::stream)
                .toList()));
    json.writeEndObject();
  }

  private static void texts(String name, List<String> texts, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
