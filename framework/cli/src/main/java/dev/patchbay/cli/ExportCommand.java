package dev.patchbay.cli;

import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.CircuitReport;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a report in another format. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    description = "Writes a report in another format.",
    footer = {"", "Example:", "  patchbay export patchbay-out --format dot -o circuit.dot"})
final class ExportCommand implements Callable<Integer> {

  private final Console console;
  private final Framework.Opening framework;

  @Parameters(paramLabel = "REPORT", description = "A report.json, or the folder it lies in.")
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
      description = "Where it is written (default: standard output).")
  private Optional<Path> output = Optional.empty();

  @Mixin private Common common = new Common();

  ExportCommand(Console console, Framework.Opening framework) {
    this.console = console;
    this.framework = framework;
  }

  @Override
  public Integer call() throws IOException {
    Path file = Files.isDirectory(report) ? report.resolve("report.json") : report;
    if (!Files.isRegularFile(file)) {
      throw PatchbayException.usage(
          "There is no report '%s'.".formatted(file),
          "'patchbay discover' writes one into its --out folder.");
    }
    Framework opened = framework.open(common.pluginFolders());
    Exporter exporter = opened.exporter(format);
    CircuitReport read = opened.read(file);
    if (output.isPresent()) {
      write(read, exporter, output.get());
    } else {
      exporter.write(read, console.out());
      console.out().flush();
    }
    return 0;
  }

  /** Writes beside the file and moves: nobody reads half of one. */
  private static void write(CircuitReport report, Exporter exporter, Path file) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(target)) {
      throw PatchbayException.failed(
          "'%s' cannot be written: it is a folder, or lies in none.".formatted(file),
          "Name a file in a folder that is there.");
    }
    Path beside = Files.createTempFile(folder, "." + target.getFileName(), ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(beside))) {
        exporter.write(report, out);
      }
      Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }
}
