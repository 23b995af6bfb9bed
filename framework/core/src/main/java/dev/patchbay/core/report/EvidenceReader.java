package dev.patchbay.core.report;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.spi.report.AttendedPrompt;
import dev.patchbay.spi.report.CurvePoint;
import dev.patchbay.spi.report.Evidence;
import dev.patchbay.spi.report.PromptSample;
import dev.patchbay.spi.strategy.AttentionTable;
import dev.patchbay.spi.strategy.Decision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a report's evidence, field by field as they come. Reports of earlier versions have none of
 * them.
 */
final class EvidenceReader {

  /** No null is in a list of evidence. */
  private static final JsonMapper READER =
      JsonLayout.MAPPER
          .rebuild()
          .defaultSetterInfo(JsonSetter.Value.construct(Nulls.SET, Nulls.FAIL))
          .build();

  private List<String> command = List.of();
  private List<CurvePoint> curve = List.of();
  private List<Decision> decisions = List.of();
  private List<PromptSample> samples = List.of();
  private List<String> notes = List.of();

  /**
   * Reads the value of a field, if it is one of evidence.
   *
   * @return whether it is
   */
  boolean read(String name, JsonParser json) throws IOException {
    switch (name) {
      case "command" -> command = texts(name, json);
      case "curve" -> curve = list(name, json, EvidenceReader::point);
      case "decisions" -> decisions = list(name, json, EvidenceReader::decision);
      case "samples" -> samples = list(name, json, EvidenceReader::sample);
      case "notes" -> notes = texts(name, json);
      default -> {
        return false;
      }
    }
    return true;
  }

  Evidence evidence() {
    return new Evidence(command, curve, decisions, samples, notes);
  }

  private static List<String> texts(String name, JsonParser json) throws IOException {
    expect(json.currentToken() == JsonToken.START_ARRAY, name);
    return List.of(READER.readValue(json, String[].class));
  }

  private interface Element<T> {
    T read(JsonParser json) throws IOException;
  }

  private static <T> List<T> list(String name, JsonParser json, Element<T> element)
      throws IOException {
    expect(json.currentToken() == JsonToken.START_ARRAY, name);
    List<T> list = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list.add(element.read(json));
    }
    return list;
  }

  private static CurvePoint point(JsonParser json) throws IOException {
    expect(json.nextToken() == JsonToken.VALUE_NUMBER_INT, "curve");
    int edges = json.getIntValue();
    double metric = number("curve", json);
    expect(json.nextToken() == JsonToken.END_ARRAY, "curve");
    return new CurvePoint(edges, metric);
  }

  private static Decision decision(JsonParser json) throws IOException {
    String where = "decisions";
    expect(json.nextToken() == JsonToken.VALUE_STRING, where);
    String edge = json.getText();
    double before = number(where, json);
    double without = number(where, json);
    expect(json.nextToken().isBoolean(), where);
    boolean removed = json.getBooleanValue();
    expect(json.nextToken() == JsonToken.END_ARRAY, where);
    return new Decision(edge, before, without, removed);
  }

  private static double number(String where, JsonParser json) throws IOException {
    expect(json.nextToken().isNumeric(), where);
    return json.getDoubleValue();
  }

  private static void expect(boolean holds, String where) {
    if (!holds) {
      throw new Fields.Wrong("'%s' is not in the form in which reports have it".formatted(where));
    }
  }

  private static PromptSample sample(JsonParser json) throws IOException {
    expect(json.currentToken() == JsonToken.START_OBJECT, "samples");
    Sample sample = READER.readValue(json, Sample.class);
    return new PromptSample(
        attended(sample.clean()),
        Optional.ofNullable(sample.corrupted()).map(EvidenceReader::attended));
  }

  /** A sample as it is stored. */
  record Sample(@Nullable Prompt clean, @Nullable Prompt corrupted) {}

  /** A prompt as it is stored: each layer's heads, whose rows end with the last that is not 0. */
  record Prompt(@Nullable List<String> tokens, @Nullable List<List<double[][]>> pattern) {}

  private static AttendedPrompt attended(@Nullable Prompt prompt) {
    if (prompt == null || prompt.tokens() == null || prompt.pattern() == null) {
      throw new Fields.Wrong("'samples' lacks a prompt, its tokens or its patterns");
    }
    int length = prompt.tokens().size();
    double[][][][] layers =
        prompt.pattern().stream()
            .map(
                layer ->
                    layer.stream().map(head -> padded(head, length)).toArray(double[][][]::new))
            .toArray(double[][][][]::new);
    return new AttendedPrompt(prompt.tokens(), new AttentionTable("pattern", layers));
  }

  private static double[][] padded(double[][] head, int length) {
    return Arrays.stream(head).map(row -> Arrays.copyOf(row, length)).toArray(double[][]::new);
  }
}
