package dev.patchbay.core.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.engine.memory.PeakMemory;
import dev.patchbay.spi.strategy.AttentionTable;
import dev.patchbay.spi.strategy.Decision;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalLong;

/** The files beside the report: decisions, attention tables, times. */
final class RunJson {

  private RunJson() {}

  /** One decision a line. */
  static void decisions(List<Decision> decisions, OutputStream out) throws IOException {
    try (JsonGenerator json = JsonLayout.lines(out)) {
      for (Decision decision : decisions) {
        json.writePOJO(decision);
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
          json.writePOJO(table.layer(layer)); // a copy of the whole table may be too large
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  /** What the run took: everything that may differ between equal runs. */
  static void timing(RunOutcome outcome, OutputStream out) throws IOException {
    ObjectNode timing = JsonLayout.MAPPER.createObjectNode();
    timing.set("seconds", JsonLayout.MAPPER.valueToTree(outcome.seconds()));
    ObjectNode passes = timing.putObject("passes");
    outcome
        .cost()
        .forEach(
            (phase, cost) ->
                passes
                    .putObject(phase)
                    .put("forward", cost.forwardPasses())
                    .put("backward", cost.backwardPasses())
                    .put("tests", cost.tests())
                    .put("untested", cost.untested()));
    OptionalLong peak = PeakMemory.bytes();
    timing.put("peak_memory_bytes", peak.isPresent() ? (Long) peak.getAsLong() : null);
    try (JsonGenerator json = JsonLayout.pretty(out)) {
      json.writeTree(timing);
      json.writeRaw('\n');
    }
  }
}
