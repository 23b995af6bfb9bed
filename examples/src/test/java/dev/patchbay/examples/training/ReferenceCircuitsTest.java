package dev.patchbay.examples.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.catalog.PluginLoader;
import dev.patchbay.core.discovery.CircuitDiscovery;
import dev.patchbay.core.wiring.Wiring;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The stored circuits are those of the shipped model. */
class ReferenceCircuitsTest {

  private static final String TASK = "greater-than:prompts=50";

  /** Numbers are stored with five digits. */
  private static final double DIGITS = 1e-4;

  private final JsonNode stored = read();

  private static JsonNode read() {
    try {
      return new ObjectMapper()
          .readTree(Path.of("reference-circuits", "patchbay-small.json").toFile());
    } catch (IOException e) {
      throw new IllegalStateException("The file is in the repository.", e);
    }
  }

  @Test
  void acdc_theQuickestOfThem_isFoundAgain() {
    JsonNode expected = stored.get("tasks").get(TASK).get("acdc").get(0);

    JsonNode found =
        new ReferenceCircuits(
                new Wiring(() -> PluginLoader.load(List.of())).get(CircuitDiscovery.class))
            .acdc(TASK, expected.get("threshold").textValue());

    assertThat(found.get("edges")).isEqualTo(expected.get("edges"));
    for (String same : List.of("metric", "model_sha256", "prompts_sha256")) {
      assertThat(found.get(same)).as(same).isEqualTo(expected.get(same));
    }
    for (String number : List.of("ablated", "circuit")) {
      assertThat(found.get(number).doubleValue())
          .as(number)
          .isCloseTo(expected.get(number).doubleValue(), within(DIGITS));
    }
  }

  @Test
  void scores_ofEveryTask_coverTheGraphWithoutGaps() {
    for (JsonNode task : stored.get("tasks")) {
      assertThat(task.get("exact").get("scores").size()).isEqualTo(1519);
      assertThat(task.get("exact").get("model_sha256"))
          .isEqualTo(task.get("acdc").get(0).get("model_sha256"));
    }
  }
}
