package dev.patchbay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.bench.Measurement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Measurements, for machines: a list of objects. */
final class BenchJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private BenchJson() {}

  /** The list; how far figures moved since goes into their object as {@code newOverOld}. */
  static String of(List<Measurement> measured, BenchBaseline before) {
    return Json.text(measured.stream().map(one -> object(one, before)).toList());
  }

  private static Map<String, Object> object(Measurement measured, BenchBaseline before) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", measured.name());
    all.put("size", measured.size());
    all.put("seconds", measured.seconds());
    all.put("referenceSeconds", measured.referenceSeconds());
    all.put("ratio", measured.ratio());
    all.put("peakBytes", measured.peakBytes());
    measured
        .search()
        .ifPresent(
            search -> {
              all.put("tests", search.tests());
              all.put("untested", search.untested());
              all.put("kept", search.kept());
              all.put("passes", search.passes());
              all.put("speedup", measured.speedup());
              all.put("boundRatio", search.boundRatio());
            });
    before.change(measured).ifPresent(change -> all.put("newOverOld", change(change)));
    return all;
  }

  private static Map<String, Object> change(BenchChange change) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("ratio", change.ratio());
    all.put("seconds", change.seconds());
    change.peak().ifPresent(peak -> all.put("peakBytes", peak));
    change.bound().ifPresent(bound -> all.put("boundRatio", bound));
    return all;
  }

  /** What {@link #of} wrote. */
  static List<Measurement> read(String text) throws JsonProcessingException {
    return StreamSupport.stream(MAPPER.readTree(text).spliterator(), false)
        .map(BenchJson::measurement)
        .toList();
  }

  private static Measurement measurement(JsonNode object) {
    return new Measurement(
        object.path("name").asText(),
        object.path("size").asText(),
        object.path("seconds").asDouble(),
        object.path("referenceSeconds").asDouble(),
        object.path("peakBytes").asLong(),
        object.has("tests")
            ? Optional.of(
                new Measurement.SearchFigures(
                    object.path("tests").asLong(),
                    object.path("untested").asLong(),
                    object.path("kept").asInt(),
                    object.path("passes").asDouble(),
                    object.path("boundRatio").asDouble()))
            : Optional.empty());
  }
}
