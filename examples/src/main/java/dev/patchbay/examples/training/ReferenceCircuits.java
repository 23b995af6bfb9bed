package dev.patchbay.examples.training;

import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.catalog.PluginLoader;
import dev.patchbay.core.discovery.CircuitDiscovery;
import dev.patchbay.core.run.Extras;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.run.Selection;
import dev.patchbay.core.wiring.Wiring;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the circuits of {@code patchbay-small} are, computed and not believed: for each of its tasks
 * the effect of every single edge ({@code exact}, by the task's metric), and what ACDC keeps at
 * several thresholds (by KL divergence). Run as {@link TrainPatchbaySmall} is, with the file to
 * write; some minutes.
 */
public final class ReferenceCircuits {

  private static final List<String> TASKS =
      List.of("ioi:prompts=50", "docstring:prompts=50", "greater-than:prompts=50");

  private static final List<String> THRESHOLDS = List.of("0.1", "0.03", "0.01", "0.003", "0.001");

  /** Sums of float64 numbers of size 10 are off by less. */
  private static final double NOISE = 1e-11;

  private static final JsonMapper JSON = new JsonMapper();

  private final CircuitDiscovery discovery;

  ReferenceCircuits(CircuitDiscovery discovery) {
    this.discovery = discovery;
  }

  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("Give the file to write: reference-circuits/patchbay-small.json");
      System.exit(2);
    }
    CircuitDiscovery discovery =
        new Wiring(() -> PluginLoader.load(List.of())).get(CircuitDiscovery.class);
    ObjectNode all = new ReferenceCircuits(discovery).all(TASKS, THRESHOLDS);
    WholeFiles.write(Path.of(args[0]), JSON.writeValueAsString(all) + "\n");
  }

  /** Everything, task by task. */
  ObjectNode all(List<String> tasks, List<String> thresholds) {
    ObjectNode all = JSON.createObjectNode().put("model", RunRequest.DEFAULT.model());
    ObjectNode byTask = all.putObject("tasks");
    for (String task : tasks) {
      ObjectNode found = byTask.putObject(task);
      found.set("exact", scores(run(task, "exact", Optional.empty())));
      for (String threshold : thresholds) {
        ObjectNode circuit = acdc(task, threshold);
        found.withArray("acdc").add(circuit);
        System.out.printf(
            Locale.ROOT,
            "%s, acdc at %s: %s edges, KL %.4f of %.4f%n",
            task,
            threshold,
            circuit.get("edges").size(),
            circuit.get("circuit").doubleValue(),
            circuit.get("ablated").doubleValue());
      }
    }
    return all;
  }

  /** What ACDC keeps of a task at a threshold. */
  ObjectNode acdc(String task, String threshold) {
    CircuitReport report = run(task, "acdc:threshold=" + threshold, Optional.of("kl-divergence"));
    ObjectNode json = about(report).put("threshold", threshold);
    report.circuit().edgeNames().forEach(json.putArray("edges")::add);
    return json.put("circuit", rounded(report.evaluation().circuit()));
  }

  private CircuitReport run(String task, String strategy, Optional<String> metric) {
    RunRequest plain = RunRequest.DEFAULT;
    RunRequest request =
        new RunRequest(
            plain.model(),
            task,
            Optional.empty(),
            plain.bos(),
            strategy,
            metric,
            plain.ablation(),
            Selection.AUTOMATIC,
            ModelForm.plain(DataType.FLOAT64),
            plain.device(),
            plain.batching(),
            plain.threads(),
            plain.seed(),
            plain.verify(),
            Extras.NONE);
    return discovery.run(request, Progress.SILENT).report();
  }

  /** Every edge's score; the higher, the more the metric loses without the edge. */
  private static ObjectNode scores(CircuitReport report) {
    ObjectNode json = about(report);
    ObjectNode scores = json.putObject("scores");
    for (int edge = 0; edge < report.graph().edgeCount(); edge++) {
      scores.put(report.graph().edge(edge).name(), rounded(report.scores().valueOrZero(edge)));
    }
    return json;
  }

  private static ObjectNode about(CircuitReport report) {
    return JSON.createObjectNode()
        .put("metric", report.metric().toString())
        .put("model_sha256", report.provenance().modelHash())
        .put("prompts_sha256", report.provenance().promptsHash())
        .put("full", rounded(report.evaluation().full()))
        .put("ablated", rounded(report.evaluation().empty()));
  }

  /** Five digits, and no rounding noise: the same on every machine. */
  private static double rounded(double number) {
    return Math.abs(number) < NOISE
        ? 0
        : Double.parseDouble(String.format(Locale.ROOT, "%.5g", number));
  }
}
