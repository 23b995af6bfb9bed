package dev.patchbay.export.results;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.google.auto.service.AutoService;
import dev.patchbay.export.page.Page;
import dev.patchbay.spi.export.ResultsExporter;
import dev.patchbay.spi.export.ResultsExporterProvider;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A comparison as one page: the table of all cells, ROC, faithfulness, quality against cost,
 * agreement, circuits side by side. No strategy is called best whose 95 % interval does not stand
 * apart.
 *
 * <p>The page holds {@code results.json} and, where it lies beside, {@code costs.csv} for the
 * seconds: equal files give equal bytes.
 */
@AutoService(ResultsExporterProvider.class)
public final class ResultsPage implements ResultsExporterProvider {

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "html", "One page with every table and figure; needs no network.", "none", "none");
  }

  @Override
  public boolean makesFolder() {
    return false;
  }

  @Override
  public ResultsExporter create(Options options) {
    options.as(NoOptions.class);
    return (results, files) -> {
      Page page = page(results, ResultsFile.read(results).text("title"));
      files.put("report.html", page::write);
    };
  }

  private static Page page(Path results, String title) {
    return new Page(
        title.isBlank() ? "A comparison" : title,
        own("results.html"),
        own("results.css"),
        Stream.of(
                "words",
                "verdict",
                "axis",
                "chart",
                "summary",
                "figures",
                "curves",
                "cost",
                "agreement",
                "circuits",
                "studies",
                "main")
            .map(name -> own(name + ".js"))
            .toList(),
        Map.of(
            "results", json -> copy(results, json),
            "costs", json -> writeText(results.resolveSibling("costs.csv"), json)));
  }

  private static String own(String name) {
    return Page.resource(ResultsPage.class, name);
  }

  /** Value by value: the file's own bytes could end the element that they stand in. */
  private static void copy(Path file, JsonGenerator json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
      parser.nextToken();
      json.copyCurrentStructure(parser);
    }
  }

  private static void writeText(Path file, JsonGenerator json) throws IOException {
    if (Files.isRegularFile(file)) {
      json.writeString(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } else {
      json.writeNull();
    }
  }
}
