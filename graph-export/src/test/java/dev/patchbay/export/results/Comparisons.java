package dev.patchbay.export.results;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.spi.report.ComparedCell.Point;
import dev.patchbay.spi.report.ComparisonResults;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Results of comparisons that nobody ran, of the shape that real ones have. Drawn with seeds. */
final class Comparisons {

  /** Ends of elements and comments, quotes, right to left, control characters, line separators. */
  static final String NASTY =
      "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1> <!-- --> "
          + "\"q\" 'r' \\ & \u0000 \u0007 \u2028 \u2029 \u05d0\u202e\u05d1 \ud83d\ude00 ${title}";

  static final List<String> FOUR =
      List.of("eap", "acdc:threshold=0.01,order=repo", "eap-ig-inputs", "random");
  private static final double[] FRACTIONS = {.001, .002, .005, .01, .02, .05, .1, .2, .5, 1};
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .withConfigOverride(
              Point.class,
              point -> point.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.ARRAY)))
          .build();

  private final Random random = new Random(7);
  private final ObjectNode root = JSON.createObjectNode();
  private final ArrayNode cells;
  private final StringBuilder costs =
      new StringBuilder(
          "id,model,task,strategy,metric,ablation,seed,seconds,peak_bytes,forward_passes,backward_passes,passes_equivalent,tests,untested\n");

  private Comparisons(String title, String description) {
    root.put("format", "patchbay-results").put("version", 1);
    root.put("title", title).put("description", description);
    root.put("command", "patchbay compare eap-paper.yaml --out out");
    root.putObject("provenance")
        .put("patchbay", "0.1.0")
        .put("engine", "PyTorch 2.7.1")
        .put("java", "17.0.15")
        .put("system", "Linux amd64")
        .put("dtype", "float32")
        .put("threads", 2)
        .put("resamples", 1000);
    cells = root.putArray("cells");
    root.putArray("overlaps");
    root.putArray("differences");
    ObjectNode studies = root.putObject("studies");
    List.of("estimates", "distributions", "lambdas", "thresholds").forEach(studies::putArray);
  }

  /** Two tasks, four strategies, one refused and one failed. */
  static Comparisons realistic() {
    Comparisons c =
        new Comparisons(
            "Does attribution patching outperform ACDC?",
            "Which strategy finds the circuits that were set by hand or found by exact patching, and at what cost?");
    for (String task : List.of("ioi", "greater-than")) {
      c.setting(task, "patchbay-small", 0, FOUR, 8);
    }
    c.cell("docstring", "patchbay-small", "eap", 0, 0, 8)
        .put("status", "refused")
        .put(
            "reason",
            "The gradient of kl-divergence vanishes on the clean run, and eap reads it there.\nTake logit-difference.");
    c.cell("docstring", "patchbay-small", "eap-ig-inputs", 0, 0, 8)
        .put("status", "failed")
        .put("reason", "It needs 9.1 GiB and may take 6 GiB.");
    ObjectNode looser = ((ArrayNode) c.cells.get(1).get("circuits")).addObject();
    looser
        .put("label", "\u03c4 = 0.1")
        .put("size", 1)
        .put("main", false)
        .putArray("edges")
        .add("input->logits");
    c.studies();
    return c;
  }

  /** Everything that is text is trouble. */
  static Comparisons nasty() {
    Comparisons c = new Comparisons(NASTY, NASTY);
    c.root.put("command", NASTY);
    c.setting(NASTY, NASTY, 0, List.of(NASTY, "eap", "constructor", "__proto__"), 4);
    c.cell(NASTY, NASTY, "toString", 0, 0, 4).put("status", "failed").put("reason", NASTY);
    for (String figure : List.of(NASTY, "constructor")) {
      ((ObjectNode) c.cells.get(0).get("figures")).putObject(figure).put("value", .5);
    }
    ((ArrayNode) c.cells.get(0).get("circuits").get(0).get("edges")).add(NASTY);
    return c;
  }

  /** 20 strategies × 3 tasks × 5 seeds. */
  static Comparisons large() {
    Comparisons c = new Comparisons("Twenty strategies", "Does the page stay usable?");
    List<String> strategies = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      strategies.add("strategy-" + i);
    }
    for (int seed = 0; seed < 5; seed++) {
      for (String task : List.of("ioi", "greater-than", "docstring")) {
        c.setting(task, "gpt2", seed, strategies, 12);
      }
    }
    return c;
  }

  /** Nothing was compared. */
  static Comparisons empty() {
    return new Comparisons("", "");
  }

  /** A cell without a number. */
  static Comparisons bare() {
    Comparisons c = new Comparisons("Bare", "");
    c.cell("ioi", "m", "eap", 0, 0, 1).put("contender", "eap, signed").putNull("graph");
    return c;
  }

  ObjectNode json() {
    return root;
  }

  ArrayNode cells() {
    return cells;
  }

  /** As values, as exporters get them. */
  ComparisonResults results() {
    return results(root, costs.toString());
  }

  /** What a results.json and a costs.csv say. */
  static ComparisonResults results(ObjectNode json, @Nullable String costs) {
    try {
      ObjectNode whole = json.deepCopy().put("costs", costs);
      for (JsonNode cell : whole.get("cells")) {
        ((ObjectNode) cell).withArray("notes");
      }
      return JSON.treeToValue(whole, ComparisonResults.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void setting(String task, String model, int seed, List<String> strategies, int heads) {
    for (int i = 0; i < strategies.size(); i++) {
      double quality = .96 - .55 * i / strategies.size() * (strategies.size() > 4 ? 1 : i / 2.0);
      cell(task, model, strategies.get(i), seed, quality, heads);
    }
    overlap(task, model, seed, strategies);
    for (int i = 1; i < strategies.size(); i++) {
      double difference = .02 + .1 * (i - 1);
      place(root.withArray("differences").addObject(), task, model, seed)
          .put("figure", "edge_auc_trapezoid")
          .put("a", strategies.get(0))
          .put("b", strategies.get(i))
          .put("difference", difference)
          .put("low", difference - .05)
          .put("high", difference + .05)
          .put("distinguishable", difference > .05);
    }
  }

  private static ObjectNode place(ObjectNode node, String task, String model, int seed) {
    return node.put("model", model)
        .put("task", task)
        .put("metric", "logit-difference")
        .put("ablation", "patching")
        .put("seed", seed);
  }

  private void overlap(String task, String model, int seed, List<String> strategies) {
    ObjectNode overlap =
        place(root.withArray("overlaps").addObject(), task, model, seed).put("edges", 43);
    strategies.forEach(overlap.withArray("strategies")::add);
    for (int i = 0; i < strategies.size(); i++) {
      ArrayNode row = overlap.withArray("jaccard").addArray();
      for (int j = 0; j < strategies.size(); j++) {
        row.add(i == j ? 1 : 1 / (1.5 + Math.abs(i - j)));
      }
    }
  }

  private ObjectNode cell(
      String task, String model, String strategy, int seed, double quality, int heads) {
    ObjectNode cell = place(cells.addObject(), task, model, seed);
    String id = "cell-" + cells.size();
    cell.put("id", id)
        .put("strategy", strategy)
        .put("selection", "absolute")
        .put("contender", strategy)
        .put("status", "done")
        .putNull("reason")
        .put("prompts", 40)
        .put("held_out_prompts", 40);
    cell.putObject("graph")
        .put("layers", 4)
        .put("heads", heads)
        .put("kv_heads", heads)
        .put("mlps", true)
        .put("edges", 1519);
    ObjectNode figures = cell.putObject("figures");
    ObjectNode curves = cell.putObject("curves");
    cell.putObject("no_interval");
    cell.putArray("circuits");
    costs(cell, 0);
    if (quality == 0) {
      return cell;
    }
    List<String> truth = edges(new Random(task.hashCode()), 43, heads);
    cell.putObject("truth").put("edges", truth.size());
    truth.forEach(((ObjectNode) cell.get("truth")).putArray("names")::add);
    figures(figures, quality);
    ((ObjectNode) cell.get("no_interval"))
        .put("node_auc_trapezoid", "a search has one circuit; give rediscover");
    for (String roc : List.of("roc_edges", "roc_nodes", "roc_acdc_nodes")) {
      roc(curves.putArray(roc), quality);
    }
    for (double recall = .05; recall <= 1.001; recall += .05) {
      curves
          .withArray("precision_recall")
          .addArray()
          .add(recall)
          .add(Math.max(.03, quality * (1 - recall * recall * (1.3 - quality))));
    }
    for (double fraction : FRACTIONS) {
      double f = 1 - Math.exp(-fraction * 60 * quality * quality) + .02 * random.nextGaussian();
      curves.withArray("faithfulness").addArray().add(fraction).add(f);
      curves.withArray("metric").addArray().add((int) (fraction * 1519)).add(4 * f - 1);
      curves.withArray("kl").addArray().add((int) (fraction * 1519)).add(Math.max(0, 3 * (1 - f)));
    }
    circuit(cell, truth, quality, heads);
    double passes =
        strategy.startsWith("acdc")
            ? 312.5
            : strategy.equals("random") ? 0 : 4 + cells.size() % 20 * 3;
    costs(cell, passes);
    costs.append(
        "%s,\"%s\",\"%s\",\"%s\",logit-difference,patching,%s,%s,1000,2,1,4,0,0%n"
            .formatted(
                id,
                model.replace("\"", "\"\""),
                task.replace("\"", "\"\""),
                strategy.replace("\"", "\"\""),
                seed,
                passes * .31 + .2)
            .replace("\r\n", "\n"));
    return cell;
  }

  private static void costs(ObjectNode cell, double passes) {
    cell.putObject("costs")
        .put("forward_passes", passes)
        .put("backward_passes", 1.0)
        .put("passes_equivalent", passes)
        .put("tests", 0)
        .put("untested", 0);
  }

  private static void figures(ObjectNode figures, double quality) {
    interval(figures, "edge_auc_trapezoid", quality);
    interval(figures, "edge_auc_pessimistic", quality - .06);
    interval(figures, "node_auc_pessimistic", quality - .1);
    figures
        .putObject("node_auc_trapezoid")
        .put("value", quality - .03)
        .putNull("low")
        .putNull("high");
    interval(figures, "precision_at_truth", quality * .8);
    interval(figures, "cpr", quality * 1.05);
    interval(figures, "cmd", 1 - quality * .95);
    interval(figures, "faithfulness", quality * .99);
    figures.putObject("circuit_edges").put("value", 43).putNull("low").putNull("high");
  }

  private static void interval(ObjectNode figures, String name, double value) {
    figures.putObject(name).put("value", value).put("low", value - .02).put("high", value + .017);
  }

  private static void roc(ArrayNode points, double quality) {
    for (double x = 0; x <= 1.0001; x += .04) {
      points.addArray().add(Math.min(1, x)).add(Math.min(1, Math.pow(x, (1 - quality) / quality)));
    }
  }

  private void circuit(ObjectNode cell, List<String> truth, double quality, int heads) {
    List<String> kept = new ArrayList<>();
    for (String edge : truth) {
      if (random.nextDouble() < quality) {
        kept.add(edge);
      }
    }
    kept.addAll(edges(random, 43 - kept.size(), heads));
    ObjectNode circuit =
        cell.withArray("circuits")
            .addObject()
            .put("label", "43 edges, |score|")
            .put("size", 43)
            .put("main", true);
    kept.stream().distinct().forEach(circuit.putArray("edges")::add);
  }

  private static List<String> edges(Random random, int count, int heads) {
    List<String> edges = new ArrayList<>();
    while (edges.size() < count) {
      int from = random.nextInt(5) - 1;
      String source =
          from < 0
              ? "input"
              : random.nextInt(4) == 0 ? "m" + from : "a" + from + ".h" + random.nextInt(heads);
      int to = from + 1 + random.nextInt(5 - from);
      String edge =
          source
              + "->"
              + (to >= 4
                  ? "logits"
                  : random.nextInt(4) == 0
                      ? "m" + to
                      : "a"
                          + to
                          + ".h"
                          + random.nextInt(heads)
                          + "<"
                          + "qkv".charAt(random.nextInt(3))
                          + ">");
      if (!edges.contains(edge)) {
        edges.add(edge);
      }
    }
    return edges;
  }

  private void studies() {
    ObjectNode studies = (ObjectNode) root.get("studies");
    ObjectNode estimate = studies.withArray("estimates").addObject();
    estimate
        .put("model", "patchbay-small")
        .put("task", "ioi")
        .put("strategy", "eap")
        .put("exact", "exact")
        .put("edges", 1519)
        .put("spearman", .97)
        .put("r2", .93)
        .put("slope", 1.08);
    List<String> names = edges(random, 400, 8);
    for (int i = 0; i < names.size(); i++) {
      double exact = Math.pow(random.nextGaussian(), 3) * .05;
      estimate
          .withArray("points")
          .addArray()
          .add(exact)
          .add(exact * (i < 3 ? 2.4 : 1.05) + random.nextGaussian() * .02);
      estimate.withArray("names").add(names.get(i));
    }
    names.subList(0, 3).forEach(estimate.putArray("outliers")::add);
    ObjectNode threshold =
        studies
            .withArray("thresholds")
            .addObject()
            .put("model", "patchbay-small")
            .put("task", "ioi");
    threshold.putArray("keep").add(.1).add(.3).add(1);
    threshold.putArray("tau").add(.001).add(.01).add(.1);
    for (int i = 0; i < 3; i++) {
      threshold.withArray("youden").addArray().add(.5 + .1 * i).add(.7 + .05 * i).add(.3);
    }
    for (String edge : names.subList(0, 3)) {
      ObjectNode lambda =
          studies
              .withArray("lambdas")
              .addObject()
              .put("model", "patchbay-small")
              .put("task", "ioi")
              .put("edge", edge)
              .put("strategy", "eap");
      for (double x = 0; x <= 1.001; x += .1) {
        lambda.withArray("lambda").add(x);
        lambda.withArray("exact").add(.4 * x * x);
        lambda.withArray("linear").add(.5 * x);
      }
    }
    for (String group : List.of("in the circuit", "outside")) {
      ObjectNode distribution =
          studies
              .withArray("distributions")
              .addObject()
              .put("model", "patchbay-small")
              .put("task", "ioi")
              .put("strategy", "eap")
              .put("count", 900)
              .put("group", group);
      for (int i = 0; i < 300; i++) {
        distribution
            .withArray("scores")
            .add(
                group.equals("outside")
                    ? random.nextGaussian() * .05
                    : .2 + random.nextGaussian() * .1);
      }
    }
  }
}
