package dev.patchbay.cli;

import dev.patchbay.core.report.ReportFiles;
import dev.patchbay.core.report.ReportJson;
import dev.patchbay.core.report.ResultsFiles;
import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.CircuitReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a report, or the results of a comparison, in another format. */
@Command(
    name = "export",
    abbreviateSynopsis = true,
    description = "Writes a report, or the results of a comparison, in another format.",
    footer = {
      "",
      "Examples:",
      "  patchbay export patchbay-out --format dot -o circuit.dot",
      "  patchbay export out/results.json --format plots -o plots"
    })
final class ExportCommand implements Callable<Integer> {

  private final Console console;
  private final Supplier<ReportFiles> reports;
  private final Supplier<ResultsFiles> results;

  @Parameters(
      paramLabel = "REPORT",
      description = "A report.json or a comparison's results.json, or its folder.")
  private Path report = Path.of("report.json");

  @Option(
      names = "--format",
      required = true,
      paramLabel = "F[:KEY=VALUE,...]",
      description = "The format: dot, graphml, ...; 'patchbay plugins' lists them.")
  private String format = "dot";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = {
        "Where it is written (default: standard output); for results that make several files,",
        "a folder."
      })
  private Optional<Path> output = Optional.empty();

  ExportCommand(Console console, Supplier<ReportFiles> reports, Supplier<ResultsFiles> results) {
    this.console = console;
    this.reports = reports;
    this.results = results;
  }

  @Override
  public Integer call() throws IOException {
    Path file = Files.isDirectory(report) ? inside(report) : report;
    if (!Files.isRegularFile(file)) {
      throw PatchbayException.usage(
          "There is no report '%s'.".formatted(file),
          "'patchbay discover' writes one into its --out folder.");
    }
    if (ResultsFiles.holdsResults(file)) {
      results.get().export(file, format, output.orElseThrow(ExportCommand::noTarget));
      return 0;
    }
    // A format that is not there is told before a large file is read.
    Exporter exporter = reports.get().exporter(format);
    CircuitReport read = ReportJson.read(file);
    if (output.isPresent()) {
      reports.get().export(read, exporter, output.get());
    } else {
      exporter.write(read, console.out());
      console.out().flush();
    }
    return 0;
  }

  private static Path inside(Path folder) {
    Path results = folder.resolve("results.json");
    Path report = folder.resolve("report.json");
    return Files.isRegularFile(results) && !Files.exists(report) ? results : report;
  }

  private static PatchbayException noTarget() {
    return PatchbayException.usage(
        "The results of a comparison are not written to the standard output.",
        "Give a file or a folder with -o.");
  }
}
