package dev.patchbay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.benchmarks.Measurement;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Measurements, for machines: a list of objects. */
final class BenchJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private BenchJson() {}

  /**
   * The list.
   *
   * @param before earlier ratios by name; each goes into its object as {@code baselineRatio}
   */
  static String of(List<Measurement> measured, Map<String, Double> before) {
    return Json.text(measured.stream().map(one -> object(one, before)).toList());
  }

  private static Map<String, Object> object(Measurement measured, Map<String, Double> before) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", measured.name());
    all.put("seconds", measured.seconds());
    all.put("referenceSeconds", measured.referenceSeconds());
    all.put("ratio", measured.ratio());
    all.put("peakBytes", measured.peakBytes());
    measured
        .search()
        .ifPresent(
            search -> {
              all.put("tests", search.tests());
              all.put("speedup", measured.speedup());
              all.put("boundRatio", search.boundRatio());
            });
    Double earlier = before.get(measured.name());
    if (earlier != null) {
      all.put("baselineRatio", earlier);
    }
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
        object.path("seconds").asDouble(),
        object.path("referenceSeconds").asDouble(),
        object.path("peakBytes").asLong(),
        object.has("tests")
            ? Optional.of(
                new Measurement.SearchFigures(
                    object.path("tests").asInt(), object.path("boundRatio").asDouble()))
            : Optional.empty());
  }

  /**
   * The ratios in a file, by name.
   *
   * @throws PatchbayException if the file is not what {@code bench --json} prints
   */
  static Map<String, Double> ratios(Path file) throws IOException {
    List<Measurement> measured = new ArrayList<>();
    try {
      measured.addAll(read(Files.readString(file)));
    } catch (JsonProcessingException e) {
      throw notMeasurements(file, e);
    }
    Map<String, Double> ratios = new LinkedHashMap<>();
    for (Measurement one : measured) {
      if (one.name().isEmpty() || !(one.ratio() > 0)) {
        throw notMeasurements(file, null);
      }
      ratios.put(one.name(), one.ratio());
    }
    return ratios;
  }

  private static PatchbayException notMeasurements(Path file, @Nullable Throwable cause) {
    return PatchbayException.failed(
        "'%s' does not hold measurements.".formatted(file),
        "Give --against a file that 'patchbay bench --json' printed.",
        cause);
  }
}
