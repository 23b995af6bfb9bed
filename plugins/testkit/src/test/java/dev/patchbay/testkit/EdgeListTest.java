package dev.patchbay.testkit;

import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.export.ExporterProvider;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;
import java.nio.charset.StandardCharsets;

class EdgeListTest extends ExporterContract {

  /** Writes the kept edges' names, one a line. */
  public static final class Provider implements ExporterProvider {

    @Override
    public PluginDescriptor descriptor() {
      return new PluginDescriptor("edge-list", "The kept edges, one a line.", "none", "none");
    }

    @Override
    public String suffix() {
      return "txt";
    }

    @Override
    public Exporter create(Options options) {
      return (report, out) ->
          out.write(
              String.join("\n", report.circuit().edgeNames()).getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  protected ExporterProvider provider() {
    return new Provider();
  }
}
