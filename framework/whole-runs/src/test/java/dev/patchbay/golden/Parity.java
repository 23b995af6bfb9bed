package dev.patchbay.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares with reference numbers and keeps the largest difference of each kind: when the tests
 * end, {@code target/parity.md} is the table of quantity × model.
 */
public final class Parity {

  private static final Map<String, Map<String, Double>> LARGEST = new TreeMap<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Parity::write));
  }

  private Parity() {}

  /** Fails if two numbers differ by more than the tolerance, and remembers how much they do. */
  public static void check(
      String model, String quantity, double actual, double expected, double tolerance) {
    double difference = Math.abs(actual - expected);
    synchronized (LARGEST) {
      LARGEST
          .computeIfAbsent(quantity, name -> new TreeMap<>())
          .merge(model, difference, Math::max);
    }
    // One comparison at a time would make a million assertion objects: ask first.
    if (!(difference <= tolerance)) {
      assertThat(actual).as("%s of %s, within %s", quantity, model, tolerance).isEqualTo(expected);
    }
  }

  private static void write() {
    StringBuilder table = new StringBuilder();
    TreeSet<String> models = new TreeSet<>();
    LARGEST.values().forEach(row -> models.addAll(row.keySet()));
    table.append("| largest difference | ").append(String.join(" | ", models)).append(" |\n");
    table.append("|---".repeat(models.size() + 1)).append("|\n");
    LARGEST.forEach(
        (quantity, row) -> {
          table.append("| ").append(quantity);
          for (String model : models) {
            Double largest = row.get(model);
            table
                .append(" | ")
                .append(largest == null ? "" : String.format(Locale.ROOT, "%.1e", largest));
          }
          table.append(" |\n");
        });
    try {
      Files.writeString(Path.of("target", "parity.md"), table, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
