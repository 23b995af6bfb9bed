package dev.patchbay.core.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.testing.FakePlugins.FakeExporter;
import dev.patchbay.testing.FakePlugins.FakeStrategy;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchbayTest {

  private static final Patchbay PATCHBAY =
      Patchbay.with(
          PluginCatalog.of(
              new FakeStrategy("exact", false), new FakeExporter("dot", (report, out) -> {})));

  @Test
  void discovery_wired_asksThisCatalog() {
    assertThatThrownBy(() -> PATCHBAY.discovery().run(RunRequest.DEFAULT, Progress.SILENT))
        .hasMessage("No task is named 'ioi'.\nTasks: none.");
  }

  @Test
  void discovery_twice_same() {
    assertThat(PATCHBAY.discovery()).isSameAs(PATCHBAY.discovery());
  }

  @Test
  void reports_wired_asksThisCatalog(@TempDir Path temp) {
    assertThatThrownBy(() -> PATCHBAY.reports().open(temp))
        .hasMessage("No exporter is named 'eap-ig-json'.\nExporters: dot.");
  }
}
