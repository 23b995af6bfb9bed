package dev.patchbay.export.results;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.auto.service.AutoService;
import dev.patchbay.export.page.Page;
import dev.patchbay.spi.export.ResultsExporter;
import dev.patchbay.spi.export.ResultsExporterProvider;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.report.ComparedCell.Point;
import dev.patchbay.spi.report.ComparisonResults;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A comparison as one page: the table of all cells, ROC, faithfulness, quality against cost,
 * agreement, circuits side by side. A strategy is called best only if its 95 % interval stands
 * apart.
 *
 * <p>The page holds what {@code results.json} holds, by the same names, for its scripts.
 */
@AutoService(ResultsExporterProvider.class)
public final class ResultsPage implements ResultsExporterProvider {

  /** In the order in which they run: each builds on those before it. */
  private static final String SCRIPTS =
      "words verdict axis chart summary figures curves cost agreement circuits studies main";

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
    return (results, files) -> files.put("report.html", page(results)::write);
  }

  private static Page page(ComparisonResults results) {
    JsonMapper mapper = mapper();
    ObjectNode data = mapper.createObjectNode().put("format", "patchbay-results").put("version", 1);
    data.setAll((ObjectNode) mapper.valueToTree(results));
    JsonNode costs = data.remove("costs");
    for (JsonNode cell : data.get("cells")) {
      if (cell.get("notes").isEmpty()) {
        ((ObjectNode) cell).remove("notes");
      }
    }
    return new Page(
        results.title().isBlank() ? "A comparison" : results.title(),
        own("results.html"),
        own("results.css"),
        Stream.of(SCRIPTS.split(" ")).map(name -> own(name + ".js")).toList(),
        Map.of(
            "results", json -> mapper.writeTree(json, data),
            "costs", json -> mapper.writeTree(json, costs)));
  }

  /** Made when a page is: every start makes the plug-in, for its name. */
  private static JsonMapper mapper() {
    return JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
        .withConfigOverride(
            Point.class,
            point -> point.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.ARRAY)))
        .build();
  }

  private static String own(String name) {
    return Page.resource(ResultsPage.class, name);
  }
}
