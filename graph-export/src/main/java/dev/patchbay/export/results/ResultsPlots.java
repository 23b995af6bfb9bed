package dev.patchbay.export.results;

import com.google.auto.service.AutoService;
import dev.patchbay.export.XmlFile;
import dev.patchbay.spi.export.ExportedFiles;
import dev.patchbay.spi.export.ResultsExporter;
import dev.patchbay.spi.export.ResultsExporterProvider;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.report.ComparedCell;
import dev.patchbay.spi.report.ComparisonResults;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A comparison as figures for a paper: SVG on white, legible in grey. One file for each kind of
 * figure and each setting, {@code roc-edges-TASK-MODEL.svg}, {@code faithfulness-log-…}, {@code
 * cost-auc-…}; metric, ablation and seed are in the name where they differ between cells.
 */
@AutoService(ResultsExporterProvider.class)
public final class ResultsPlots implements ResultsExporterProvider {

  private static final List<Function<ComparedCell, String>> NAMED =
      List.of(ComparedCell::task, ComparedCell::model);
  private static final List<Function<ComparedCell, String>> OTHERS =
      List.of(ComparedCell::metric, ComparedCell::ablation, cell -> "seed " + cell.seed());

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor("plots", "A folder of figures for papers, in SVG.", "none", "none");
  }

  @Override
  public boolean makesFolder() {
    return true;
  }

  @Override
  public ResultsExporter create(Options options) {
    options.as(NoOptions.class);
    return ResultsPlots::write;
  }

  private static void write(ComparisonResults results, ExportedFiles files) throws IOException {
    List<ComparedCell> all = results.cells();
    List<String> strategies = all.stream().map(ComparedCell::contender).distinct().toList();
    List<Function<ComparedCell, String>> varied =
        OTHERS.stream().filter(word -> all.stream().map(word).distinct().count() > 1).toList();
    Map<List<String>, List<ComparedCell>> settings =
        all.stream()
            .filter(cell -> cell.status() == ComparedCell.Status.DONE)
            .collect(
                Collectors.groupingBy(
                    cell -> words(cell, varied), LinkedHashMap::new, Collectors.toList()));
    Set<String> taken = new HashSet<>();
    for (Map.Entry<List<String>, List<ComparedCell>> setting : settings.entrySet()) {
      Figures figures =
          new Figures(String.join(", ", setting.getKey()), setting.getValue(), strategies);
      for (Map.Entry<String, Plot> plot : figures.plots().entrySet()) {
        String name = fileName(plot.getKey(), setting.getKey(), taken);
        files.put(
            name, out -> XmlFile.write(out, xml -> new PlotDrawing(xml, plot.getValue()).write()));
      }
    }
  }

  private static List<String> words(
      ComparedCell cell, List<Function<ComparedCell, String>> varied) {
    return Stream.concat(NAMED.stream(), varied.stream()).map(word -> word.apply(cell)).toList();
  }

  /** Letters, digits and hyphens; a number is appended where another file has that name. */
  private static String fileName(String kind, List<String> setting, Set<String> taken) {
    String words = (kind + " " + String.join(" ", setting)).toLowerCase(Locale.ROOT);
    String plain = words.replaceAll("[^a-z0-9.]+", "-").replaceAll("\\.{2,}|^[-.]+|[-.]+$", "");
    String shortened = plain.substring(0, Math.min(plain.length(), 100));
    String name = shortened;
    for (int i = 2; !taken.add(name); i++) {
      name = shortened + "-" + i;
    }
    return name + ".svg";
  }
}
