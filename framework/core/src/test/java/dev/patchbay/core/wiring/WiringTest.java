package dev.patchbay.core.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.core.discovery.CircuitDiscovery;
import dev.patchbay.core.report.ReportFiles;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.testing.FakePlugins.FakeExporter;
import dev.patchbay.testing.FakePlugins.FakeStrategy;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WiringTest {

  private static final PluginCatalog CATALOG =
      PluginCatalog.of(
          new FakeStrategy("exact", false), new FakeExporter("dot", (report, out) -> {}));

  private final AtomicInteger asked = new AtomicInteger();
  private final Wiring wiring =
      new Wiring(
          () -> {
            asked.incrementAndGet();
            return CATALOG;
          });

  @Test
  void supplier_ofARun_asksThisCatalog() {
    CircuitDiscovery discovery = wiring.supplier(CircuitDiscovery.class).get();

    assertThatThrownBy(() -> discovery.run(RunRequest.DEFAULT, Progress.SILENT))
        .hasMessage("No task is named 'ioi'.\nTasks: none.");
  }

  @Test
  void supplier_ofReports_asksThisCatalog(@TempDir Path temp) {
    ReportFiles reports = wiring.supplier(ReportFiles.class).get();

    assertThatThrownBy(() -> reports.open(temp))
        .hasMessage("No exporter is named 'eap-ig-json'.\nExporters: dot.");
  }

  @Test
  void supplier_ofSeveralServices_looksForPluginsOnceAndWhenTheyAreNeeded() {
    Supplier<CircuitDiscovery> discovery = wiring.supplier(CircuitDiscovery.class);
    Supplier<ReportFiles> reports = wiring.supplier(ReportFiles.class);
    assertThat(asked).hasValue(0);

    assertThat(discovery.get()).isNotNull();
    assertThat(reports.get()).isNotNull();

    assertThat(asked).hasValue(1);
  }
}
