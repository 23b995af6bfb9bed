package dev.patchbay.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a look at one part of the installation gave.
 *
 * @param part such as "engine"
 * @param well whether it is as it should be
 * @param lines what was found: the first says it, others add to it
 */
record Finding(
    String part, @JsonProperty("ok") boolean well, @JsonProperty("found") List<String> lines) {

  Finding {
    lines = List.copyOf(lines);
  }

  static Finding well(String part, String... lines) {
    return new Finding(part, true, List.of(lines));
  }

  /** What was thrown, as a command that met it would say it. */
  static Finding thrown(String part, Throwable thrown) {
    return new Finding(part, false, Failure.of(thrown).text().lines().toList());
  }
}
