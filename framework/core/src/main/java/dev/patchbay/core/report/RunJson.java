package dev.patchbay.core.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.engine.memory.PeakMemory;
import dev.patchbay.engine.passes.Cost;
import dev.patchbay.spi.strategy.AttentionTable;
import dev.patchbay.spi.strategy.Decision;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** The files beside the report: decisions, attention tables, times. */
final class RunJson {

  private RunJson() {}

  /** One decision a line. */
  static void decisions(List<Decision> decisions, OutputStream out) throws IOException {
    try (JsonGenerator json = JsonLayout.lines(out)) {
      for (Decision decision : decisions) {
        json.writeStartObject();
        json.writeStringField("edge", decision.edge());
        json.writeNumberField("loss_before", decision.lossBefore());
        json.writeNumberField("loss_without", decision.lossWithout());
        json.writeBooleanField("removed", decision.removed());
        json.writeEndObject();
      }
      json.writeRaw('\n');
    }
  }

  /** Tables of [layer][head][destination][source], each with its name. */
  static void attention(List<AttentionTable> tables, OutputStream out) throws IOException {
    try (JsonGenerator json = JsonLayout.lines(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("tables");
      for (AttentionTable table : tables) {
        json.writeStartObject();
        json.writeStringField("name", table.name());
        json.writeFieldName("values");
        json.writeStartArray();
        for (int layer = 0; layer < table.layers(); layer++) {
          layer(json, table.layer(layer));
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void layer(JsonGenerator json, double[][][] layer) throws IOException {
    json.writeStartArray();
    for (double[][] head : layer) {
      json.writeStartArray();
      for (double[] row : head) {
        json.writeArray(row, 0, row.length);
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  /** What the run took: everything that may differ between equal runs. */
  static void timing(RunOutcome outcome, OutputStream out) throws IOException {
    try (JsonGenerator json = JsonLayout.pretty(out)) {
      json.writeStartObject();
      json.writeObjectFieldStart("seconds");
      for (Map.Entry<String, Double> phase : outcome.seconds().entrySet()) {
        json.writeNumberField(phase.getKey(), phase.getValue());
      }
      json.writeEndObject();
      json.writeObjectFieldStart("passes");
      for (Map.Entry<String, Cost> phase : outcome.cost().entrySet()) {
        json.writeObjectFieldStart(phase.getKey());
        json.writeNumberField("forward", phase.getValue().forwardPasses());
        json.writeNumberField("backward", phase.getValue().backwardPasses());
        json.writeNumberField("tests", phase.getValue().tests());
        json.writeNumberField("untested", phase.getValue().untested());
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeFieldName("peak_memory_bytes");
      if (PeakMemory.bytes().isPresent()) {
        json.writeNumber(PeakMemory.bytes().getAsLong());
      } else {
        json.writeNull();
      }
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }
}
