package dev.patchbay.spi.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A plug-in as it was used.
 *
 * @param name its name
 * @param options every option with its value, defaults included
 */
public record PluginUse(String name, Map<String, String> options) {

  public PluginUse {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /** As on the command line: {@code acdc:threshold=0.01,order=repo}. */
  @Override
  public String toString() {
    return options.isEmpty()
        ? name
        : name
            + options.entrySet().stream()
                .map(o -> o.getKey() + "=" + o.getValue())
                .collect(Collectors.joining(",", ":", ""));
  }
}
