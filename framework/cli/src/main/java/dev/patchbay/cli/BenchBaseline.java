package dev.patchbay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.patchbay.bench.BenchSize;
import dev.patchbay.bench.Benchmark;
import dev.patchbay.bench.Measurement;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Measurements of an earlier day.
 *
 * @param name of their file
 * @param measured by benchmark
 */
record BenchBaseline(String name, Map<String, Measurement> measured) {

  /** Of no day. */
  static final BenchBaseline NONE = new BenchBaseline("", Map.of());

  BenchBaseline {
    measured = Map.copyOf(measured);
  }

  /**
   * What a file holds.
   *
   * @throws PatchbayException if it is not what {@code bench --json} prints, if it is of another
   *     size, or if it has nothing of what is to be measured
   */
  static BenchBaseline read(Path file, BenchSize size, List<Benchmark> chosen) throws IOException {
    Map<String, Measurement> measured = new LinkedHashMap<>();
    for (Measurement one : parse(file)) {
      if (one.name().isEmpty() || one.size().isEmpty() || !(one.ratio() > 0)) {
        throw notMeasurements(file, null);
      }
      if (!one.size().equals(size.label())) {
        throw otherSize(file, one.size(), size.label());
      }
      measured.put(one.name(), one);
    }
    if (chosen.stream().noneMatch(one -> measured.containsKey(one.label()))) {
      throw PatchbayException.failed(
          "'%s' has nothing to compare with: it holds %s."
              .formatted(file, String.join(", ", measured.keySet())),
          "Measure one of these, or omit --against.");
    }
    return new BenchBaseline(file.getFileName().toString(), measured);
  }

  private static List<Measurement> parse(Path file) throws IOException {
    try {
      return BenchJson.read(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw notMeasurements(file, e);
    }
  }

  private static PatchbayException notMeasurements(Path file, @Nullable Throwable cause) {
    return PatchbayException.failed(
        "'%s' does not hold measurements.".formatted(file),
        "Give --against a file that 'patchbay bench --json' printed.",
        cause);
  }

  private static PatchbayException otherSize(Path file, String there, String here) {
    return PatchbayException.failed(
        "'%s' was measured on the %s model, and this is the %s one: their ratios do not compare."
            .formatted(file, there, here),
        here.equals(BenchSize.FULL.label())
            ? "Add --quick, or give --against a file that was measured without it."
            : "Omit --quick, or give --against a file that was measured with it.");
  }

  /** New over old; nothing where there is no earlier measurement of this benchmark. */
  Optional<BenchChange> change(Measurement now) {
    return Optional.ofNullable(measured.get(now.name())).map(old -> BenchChange.of(old, now));
  }

  /**
   * Compares ratios with the earlier ones.
   *
   * @param tolerance how many times its earlier one a ratio may be
   * @throws PatchbayException of the kind {@code CHECK} if one is more
   */
  void check(List<Measurement> now, double tolerance) {
    List<BenchChange> slower =
        now.stream()
            .flatMap(one -> change(one).stream())
            .filter(change -> change.ratio() > tolerance)
            .toList();
    if (!slower.isEmpty()) {
      throw PatchbayException.check(
          "Slower than in %s by more than %s x: %s."
              .formatted(
                  name,
                  BenchPage.number(tolerance),
                  slower.stream()
                      .map(one -> "%s (%s x)".formatted(one.name(), BenchPage.number(one.ratio())))
                      .collect(Collectors.joining(", "))),
          "Measure again on a quiet machine; if it stays, look at what changed, or allow more with"
              + " --tolerance.");
    }
  }
}
