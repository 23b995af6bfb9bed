package dev.patchbay.cli;

import dev.patchbay.core.run.Extras;
import picocli.CommandLine.Option;

/** What a run collects beside its result, for the page {@code report.html}. */
final class ExtraOptions {

  @Option(
      names = "--curve",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Measure circuits of MIB's ten sizes, by score, for the report's curve: up to ten runs of"
              + " circuits, or omit them (default: measure).")
  private boolean curve;

  @Option(
      names = "--patterns",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Keep the attention patterns of the first two prompts for the report: a pass of each,"
              + " clean and corrupted, or omit them (default: keep).")
  private boolean patterns;

  Extras extras() {
    return new Extras(curve, patterns);
  }
}
