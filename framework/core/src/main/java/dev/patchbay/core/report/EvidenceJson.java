package dev.patchbay.core.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.patchbay.spi.report.AttendedPrompt;
import dev.patchbay.spi.report.CurvePoint;
import dev.patchbay.spi.report.Evidence;
import dev.patchbay.spi.report.PromptSample;
import dev.patchbay.spi.strategy.Decision;
import java.io.IOException;
import java.util.Arrays;

/**
 * A report's evidence as JSON: {@code command}; {@code curve}, {@code [edges, metric]} each; {@code
 * decisions}, {@code [edge, loss before, loss without, removed]} each; {@code samples}, in which a
 * row of a pattern ends with its last number that is not 0; {@code notes}, where there are any.
 * {@link EvidenceReader} reads it back.
 */
final class EvidenceJson {

  private EvidenceJson() {}

  static void write(Evidence evidence, JsonGenerator json) throws IOException {
    json.writePOJOField("command", evidence.command());
    json.writeArrayFieldStart("curve");
    for (CurvePoint point : evidence.curve()) {
      json.writeRawValue("[" + point.edges() + ", " + point.metric() + "]");
    }
    json.writeEndArray();
    json.writeArrayFieldStart("decisions");
    for (Decision decision : evidence.decisions()) {
      json.writeRawValue(
          "[%s, %s, %s, %s]"
              .formatted(
                  JsonLayout.MAPPER.writeValueAsString(decision.edge()),
                  decision.lossBefore(),
                  decision.lossWithout(),
                  decision.removed()));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("samples");
    for (PromptSample sample : evidence.samples()) {
      json.writeStartObject();
      prompt("clean", sample.clean(), json);
      if (sample.corrupted().isPresent()) {
        prompt("corrupted", sample.corrupted().get(), json);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    if (!evidence.notes().isEmpty()) {
      json.writeFieldName("notes");
      json.writeRawValue(JsonLayout.MAPPER.writeValueAsString(evidence.notes()));
    }
  }

  private static void prompt(String name, AttendedPrompt prompt, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeFieldName("tokens");
    json.writeRawValue(JsonLayout.MAPPER.writeValueAsString(prompt.tokens()));
    json.writeArrayFieldStart("pattern");
    for (double[][][] layer : prompt.pattern().values()) {
      json.writeStartArray();
      for (double[][] head : layer) {
        double[][] rows =
            Arrays.stream(head).map(EvidenceJson::withoutLastZeros).toArray(double[][]::new);
        json.writeRawValue(JsonLayout.MAPPER.writeValueAsString(rows));
      }
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** The row without the zeros at its end. */
  private static double[] withoutLastZeros(double[] row) {
    int length = row.length;
    while (length > 0 && row[length - 1] == 0) {
      length--;
    }
    return Arrays.copyOf(row, length);
  }
}
