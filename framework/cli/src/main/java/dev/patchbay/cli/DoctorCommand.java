package dev.patchbay.cli;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.core.discovery.CircuitDiscovery;
import dev.patchbay.engine.tensor.EngineFacts;
import dev.patchbay.spi.run.Progress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Is everything here that a run needs, and does it calculate correctly? */
@Command(
    name = "doctor",
    abbreviateSynopsis = true,
    description = {
      "Says what this installation consists of, and has it find a known circuit.",
      "Exit code 3 if the self-test fails."
    },
    footer = {"", "Examples:", "  patchbay doctor", "  patchbay doctor --json"})
final class DoctorCommand implements Callable<Integer> {

  private final Console console;
  private final Supplier<PluginCatalog> plugins;
  private final Supplier<CircuitDiscovery> discovery;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  DoctorCommand(
      Console console, Supplier<PluginCatalog> plugins, Supplier<CircuitDiscovery> discovery) {
    this.console = console;
    this.plugins = plugins;
    this.discovery = discovery;
  }

  @Override
  public Integer call() {
    List<Finding> findings =
        new Checkup(
                PluginListing.of(plugins.get()),
                EngineFacts::ask,
                () -> discovery.get().run(SelfTest.KNOWN, Progress.SILENT))
            .findings();
    console.answer(
        json,
        () -> Json.text(Map.of("findings", findings)),
        () -> findings.stream().flatMap(this::lines).toList());
    boolean sound =
        findings.stream()
            .filter(finding -> finding.part().equals(SelfTest.PART))
            .allMatch(Finding::well);
    return sound ? 0 : Failure.CHECK;
  }

  private Stream<String> lines(Finding finding) {
    String mark = "%-8s".formatted(finding.well() ? "ok" : "failed");
    String begin =
        (finding.well() ? mark : console.paint().strong(mark)) + "%-11s".formatted(finding.part());
    return Stream.concat(
        finding.lines().stream().limit(1).map(begin::concat),
        finding.lines().stream().skip(1).map(" ".repeat(19)::concat));
  }
}
