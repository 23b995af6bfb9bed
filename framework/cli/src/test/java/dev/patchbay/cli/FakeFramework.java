package dev.patchbay.cli;

import dev.patchbay.catalog.PluginLoader;
import dev.patchbay.core.discovery.FirstRun;
import dev.patchbay.core.discovery.ModelCard;
import dev.patchbay.core.discovery.TaskPreview;
import dev.patchbay.core.discovery.Tokenization;
import dev.patchbay.core.report.ScoreFile;
import dev.patchbay.core.run.CircuitDiscovery;
import dev.patchbay.core.run.Journal;
import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.core.run.RunPlan;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.engine.Batching;
import dev.patchbay.engine.Cost;
import dev.patchbay.engine.EngineFacts;
import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.metric.MetricTraits.Direction;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.plugin.Plugin;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.report.Evaluation;
import dev.patchbay.spi.report.PluginUse;
import dev.patchbay.spi.report.Provenance;
import dev.patchbay.spi.report.Rounding;
import dev.patchbay.spi.report.TruthComparison;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.strategy.Demand;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;
import dev.patchbay.study.Comparison;
import dev.patchbay.study.exam.Exam;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A framework of one made-up run, which remembers what it was asked. */
final class FakeFramework implements Framework {

  /** What a run does; tests put trouble here. */
  BiFunction<RunRequest, Progress, RunOutcome> run = (request, progress) -> outcome();

  private final Tokenization tokenization = new Tokenization(PluginLoader.load(List.of()));

  /** What the engine says; tests put trouble here. */
  Supplier<EngineFacts> engine =
      () ->
          new EngineFacts(
              "Abacus 2.0", "0.1", "2.0 for cpu, any", List.of("cpu", "gpu0"), 3, Path.of("cache"));

  final List<RunRequest> requests = new ArrayList<>();
  final List<Path> pluginFolders = new ArrayList<>();
  final List<Path> outputs = new ArrayList<>();
  final List<Journal> journals = new ArrayList<>();
  final List<String> exports = new ArrayList<>();

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

  /** A plug-in without paper or options. */
  record Plain(String name) implements Plugin {

    @Override
    public PluginDescriptor descriptor() {
      return new PluginDescriptor(name, "Does as it says.", "none", "none");
    }
  }

  static PluginListing listing() {
    return new PluginListing(
        List.of(
            new PluginListing.Section("Strategies", "--strategy NAME", List.of(new Sieve())),
            new PluginListing.Section("Metrics", "--metric NAME", List.of(new Plain("margin"))),
            new PluginListing.Section("Tasks", "--task NAME", List.of())),
        List.of("com.example.Broken in broken.jar: class not found."));
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

  @Override
  public PluginListing plugins() {
    return listing();
  }

  @Override
  public Optional<String> bos(RunRequest request, Progress progress) {
    return request.prompts().map(file -> BosWords.of(request.bos(), Optional.empty()));
  }

  @Override
  public Tokenization tokenization() {
    return tokenization;
  }

  @Override
  public TaskPreview tasks() {
    throw new AssertionError("No task is asked for here.");
  }

  @Override
  public List<String> modelNames() {
    return List.of("toy", "torn");
  }

  @Override
  public ModelCard model(String reference) {
    if (reference.equals("torn")) {
      throw PatchbayException.failed("torn: half a file.", "Copy it again.");
    }
    return new ModelCard(reference, "toy-family", report().spec(), false);
  }

  @Override
  public EngineFacts engine() {
    return engine.get();
  }

  @Override
  public Exam exam(List<String> models) {
    return Exam.on(models, PluginLoader.load(List.of()));
  }

  @Override
  public Comparison comparison() {
    return new Comparison(PluginLoader.load(List.of()), discovery());
  }

  private CircuitDiscovery discovery() {
    return new CircuitDiscovery() {
      @Override
      public RunRequest settled(RunRequest request) {
        return FakeFramework.this.settled(request);
      }

      @Override
      public RunPlan plan(RunRequest request, Progress progress) {
        return FakeFramework.this.plan(request, progress);
      }

      @Override
      public RunOutcome run(RunRequest request, Optional<Journal> journal, Progress progress) {
        return discover(request, journal, progress);
      }
    };
  }

  @Override
  public FirstRun first(
      RunRequest request, boolean openStrategy, boolean openTask, Progress progress) {
    return new FirstRun(
        openStrategy
            ? request.measuredBy(request.metric().or(RunRequest.DEFAULT::metric).orElseThrow())
            : request,
        List.of());
  }

  @Override
  public RunRequest settled(RunRequest request) {
    return request.by(request.metric().orElse("margin"), request.ablation().orElse("patching"));
  }

  @Override
  public RunPlan plan(RunRequest request, Progress progress) {
    requests.add(request);
    Map<String, Long> memory = new LinkedHashMap<>();
    memory.put("weights", 3L << 20);
    memory.put("passes", 1L << 20);
    Map<String, String> choices = new LinkedHashMap<>();
    choices.put("batches", "of up to 4: as asked");
    choices.put("held", "one batch at a time");
    return new RunPlan(
        "toy",
        settled(request).with(Batching.of(4)),
        List.of(4, 4, 2),
        7,
        memory,
        2L << 20,
        OptionalLong.of(8L << 20),
        choices);
  }

  @Override
  public RunOutcome discover(RunRequest request, Optional<Journal> journal, Progress progress) {
    requests.add(request);
    journal.ifPresent(journals::add);
    return run.apply(request, progress);
  }

  @Override
  public Output output(Path folder) {
    return new Output() {
      @Override
      public Path journal() {
        return folder.resolve("search.journal");
      }

      @Override
      public List<Path> write(RunOutcome outcome) {
        outputs.add(folder);
        return List.of(folder.resolve("report.json"), folder.resolve("circuit.dot"));
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public CircuitReport read(Path report) {
    return report();
  }

  @Override
  public ScoreFile.Contents scores(
      Path file, Optional<ScoreFile.Sign> sign, Consumer<String> notes) {
    return new ScoreFile.Contents(report().scores(), Optional.empty());
  }

  @Override
  public void export(CircuitReport report, String format, Path file) {
    exports.add(format + " to " + file);
  }

  @Override
  public List<Path> showResults(Path results) {
    return List.of();
  }

  @Override
  public boolean holdsResults(Path file) {
    return file.endsWith("results.json");
  }

  @Override
  public void exportResults(Path results, String format, Path target) {
    exports.add("results as " + format + " to " + target);
  }

  @Override
  public Exporter exporter(String format) {
    return (report, out) ->
        out.write((format + " of " + report.model()).getBytes(StandardCharsets.UTF_8));
  }
}
