package dev.patchbay.cli;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginIssue;
import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.core.run.RunPlan;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.engine.memory.Batching;
import dev.patchbay.engine.passes.Cost;
import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.export.ExporterProvider;
import dev.patchbay.spi.export.ResultsExporter;
import dev.patchbay.spi.export.ResultsExporterProvider;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.metric.MetricProvider;
import dev.patchbay.spi.metric.MetricTraits.Direction;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSource;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.StoredTensor;
import dev.patchbay.spi.model.TensorRecipe;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.report.Evaluation;
import dev.patchbay.spi.report.PluginUse;
import dev.patchbay.spi.report.Provenance;
import dev.patchbay.spi.report.Rounding;
import dev.patchbay.spi.report.TruthComparison;
import dev.patchbay.spi.strategy.Demand;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Plug-ins and results that nobody has. */
final class MadeUp {

  private MadeUp() {}

  /** One strategy, one metric, two models of which one is torn, and what could not be loaded. */
  static final PluginCatalog CATALOG =
      PluginCatalog.of(
          List.of(
              new Sieve(),
              new Margin(),
              new Toys(),
              new ToyFamily(),
              new Dots(),
              new Shown("page", false),
              new Shown("plots", true)),
          List.of(new PluginIssue("com.example.Broken", "broken.jar", "class not found")));

  /** Prunes; two options. */
  static final class Sieve implements StrategyProvider {

    /** Which way. */
    enum Order {
      TOP_DOWN,
      BOTTOM_UP
    }

    record Config(
        @Option(value = "smallest change that keeps an edge", fallback = "0.01") double threshold,
        @Option(value = "where it begins", fallback = "top-down") Order visitOrder) {}

    @Override
    public PluginDescriptor descriptor() {
      return new PluginDescriptor(
          "sieve", "Shakes edges until few remain.", "Miller (2020), Sieves", "one pass an edge");
    }

    @Override
    public Class<? extends Record> options() {
      return Config.class;
    }

    @Override
    public Set<Demand> demands() {
      return Set.of(Demand.GRADIENTS);
    }

    @Override
    public DiscoveryStrategy create(Options options) {
      throw new AssertionError("Nothing runs here.");
    }
  }

  private static PluginDescriptor plain(String name) {
    return new PluginDescriptor(name, "Does as it says.", "none", "none");
  }

  /** A metric without paper or options. */
  private static final class Margin implements MetricProvider {

    @Override
    public PluginDescriptor descriptor() {
      return plain("margin");
    }

    @Override
    public Metric create(Options options) {
      throw new AssertionError("Nothing runs here.");
    }
  }

  /** Names the report's model. */
  private static final class Dots implements ExporterProvider {

    @Override
    public PluginDescriptor descriptor() {
      return plain("dot");
    }

    @Override
    public Exporter create(Options options) {
      return (report, out) ->
          out.write(("dot of " + report.model()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String suffix() {
      return "dot";
    }
  }

  /** Of results makes a folder, or one file. */
  private record Shown(String name, boolean makesFolder) implements ResultsExporterProvider {

    @Override
    public PluginDescriptor descriptor() {
      return plain(name);
    }

    @Override
    public ResultsExporter create(Options options) {
      return (results, files) ->
          files.put("curve.svg", out -> out.write(name.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** Knows a model without weights, and one that cannot be read. */
  private static final class Toys implements ModelSource {

    @Override
    public PluginDescriptor descriptor() {
      return plain("toys");
    }

    @Override
    public List<String> names() {
      return List.of("torn", "toy");
    }

    @Override
    public Optional<Checkpoint> open(String reference) {
      if (reference.equals("torn")) {
        throw PatchbayException.failed("torn: half a file.", "Copy it again.");
      }
      return Optional.of(reference).filter("toy"::equals).map(Toy::new);
    }
  }

  private record Toy(String name) implements Checkpoint {

    @Override
    public CheckpointConfig config() {
      return new CheckpointConfig("toy/config.json", Map.of("model_type", "toy"));
    }

    @Override
    public Set<String> tensorNames() {
      return Set.of("weight");
    }

    @Override
    public StoredTensor tensor(String tensor) {
      throw new AssertionError("Nobody reads weights here.");
    }

    @Override
    public void close() {}
  }

  private static final class ToyFamily implements Architecture {

    @Override
    public PluginDescriptor descriptor() {
      return plain("toy-family");
    }

    @Override
    public boolean reads(CheckpointConfig config) {
      return config.text("model_type", "").equals("toy");
    }

    @Override
    public ModelSpec spec(CheckpointConfig config) {
      return report().spec();
    }

    @Override
    public Map<String, TensorRecipe> weights(ModelSpec spec, Set<String> stored) {
      return Map.of();
    }
  }

  static CircuitReport report() {
    ComputationGraph graph = ComputationGraph.of(GraphShape.attentionOnly(1, 1));
    // Edges: input->a0.h0<q>, <k>, <v>, input->logits, a0.h0->logits.
    EdgeScores scores = EdgeScores.of(graph, new double[] {0, 0, 4.5, -0.125, 18.25});
    Circuit circuit =
        Circuit.ofNames(graph, List.of("input->a0.h0<v>", "a0.h0->logits", "input->a0.h0<k>"));
    ModelSpec spec =
        ModelSpec.builder("toy")
            .nLayers(1)
            .nHeads(1)
            .dModel(4)
            .dHead(4)
            .dVocab(5)
            .nCtx(8)
            .norm(ModelSpec.Norm.NONE, 0)
            .build();
    Circuit truth = Circuit.ofNames(graph, List.of("input->a0.h0<v>", "a0.h0->logits"));
    return CircuitReport.builder()
        .model("toy", spec)
        .prompts("copying", 20)
        .strategy(new PluginUse("sieve", Map.of("threshold", "0.01")))
        .metric(new PluginUse("margin", Map.of()))
        .ablation(new PluginUse("patching", Map.of()))
        .selection("decided by the strategy")
        .scores(scores)
        .circuit(circuit)
        .evaluation(
            new Evaluation("margin", Direction.HIGHER, 9.31, 9.2776, -9.3, Rounding.FLOAT32))
        .truth(Optional.of(TruthComparison.of(truth, circuit)))
        .provenance(
            new Provenance("0", "none", "17", "any", "00", "00", "cpu", "float32", "raw", 32, 1, 0))
        .build();
  }

  static RunOutcome outcome() {
    CircuitReport report = report();
    return new RunOutcome(
        report,
        DiscoveryResult.of(report.scores()),
        Map.of("discover", new Cost(3.24, 0, 81, 7)),
        Map.of("load", 0.31, "discover", 0.42),
        List.of("full = clean: 9.31 and 9.31", "empty = corrupted: -9.3 and -9.3"));
  }

  static RunPlan plan() {
    Map<String, Long> memory = new LinkedHashMap<>();
    memory.put("weights", 3L << 20);
    memory.put("passes", 1L << 20);
    Map<String, String> choices = new LinkedHashMap<>();
    choices.put("batches", "of up to 4: as asked");
    choices.put("held", "one batch at a time");
    return new RunPlan(
        "toy",
        RunRequest.DEFAULT.by("margin", "patching").with(Batching.of(4)),
        List.of(4, 4, 2),
        7,
        memory,
        2L << 20,
        OptionalLong.of(8L << 20),
        choices);
  }
}
