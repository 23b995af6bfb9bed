package dev.patchbay.core.discovery;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.core.lookup.Models;
import dev.patchbay.core.lookup.OpenModel;
import dev.patchbay.core.lookup.TaskWithTruth;
import dev.patchbay.core.lookup.Tasks;
import dev.patchbay.core.run.Defaults;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.memory.Batching;
import dev.patchbay.engine.passes.Cost;
import dev.patchbay.engine.tensor.TensorEngine;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.model.prompts.PromptHash;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.metric.MetricTraits;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One model on the prompts of one task, by one metric and under one ablation, held open: any number
 * of strategies run on it, and any number of circuits are measured, without loading it again.
 *
 * <p>Strategies see the <i>discovery</i> prompts. Circuits are judged on <i>held-out</i> ones:
 * those that the task draws with another seed and that are not among the former. A task that draws
 * nothing has no others; its circuits are judged on the prompts on which they were found, and
 * {@link #heldOut} is 0.
 */
public final class Workspace implements AutoCloseable {

  /** From a seed to that of its held-out prompts: further than any study lists seeds. */
  private static final long OTHER_SEED = 1_000_000;

  private final Requests requests;
  private final ResolvedRequest resolved;
  private final LoadedModel model;
  private final EngineExperiment discovery;
  private final @Nullable EngineExperiment heldOut;
  private final Optional<Circuit> truth;
  private final Map<String, String> key;
  private final Map<String, PatchbayException> refusals;
  private @Nullable EngineExperiment divergence; // closed with those it is made from

  private Workspace(Requests requests, Ready ready, Progress progress) {
    this.requests = requests;
    this.resolved = ready.resolved();
    this.model = ready.model();
    this.discovery = resolved.experiment(model, ready.prompts(), progress);
    this.heldOut =
        ready.heldOut().map(prompts -> resolved.experiment(model, prompts, progress)).orElse(null);
    this.refusals = ready.refusals();
    this.key = key(resolved, model.info().hash(), ready.prompts(), ready.heldOut());
    this.truth = resolved.task().flatMap(task -> task.truth(model.info(), model.graph()));
  }

  /**
   * Loads the model.
   *
   * @param request what runs; its strategy does not matter
   * @param strategies all that are to run, as for {@code --strategy}: batches are small enough for
   *     each
   * @param progress asked while this is open whether the user wants to stop
   * @throws dev.patchbay.spi.plugin.PatchbayException if something is missing or wrong
   */
  public static Workspace open(
      RunRequest request, List<String> strategies, PluginCatalog catalog, Progress progress) {
    TensorEngine.start(request.threads());
    Requests requests = new Requests(catalog, new Tasks(catalog));
    ResolvedRequest asked = requests.resolve(request);
    TensorEngine.require(asked.device());
    Ready ready;
    try (OpenModel model = new Models(catalog).open(request.model(), progress)) {
      ready = Ready.of(asked, strategies, Preparation.of(asked, model, progress), requests);
    }
    try {
      return new Workspace(requests, ready, progress);
    } catch (RuntimeException e) {
      ready.model().close();
      throw e;
    }
  }

  /**
   * All that decides what a workspace's runs find, whatever the strategy, by name: equal keys,
   * equal bytes. What {@link #key()} of it says, without its weights in memory.
   *
   * @param request as in {@link #open}, and so are the others
   * @param hashes of models that are known by now, by their references; this one's is added
   * @throws dev.patchbay.spi.plugin.PatchbayException if something is missing or wrong
   */
  public static Map<String, String> key(
      RunRequest request,
      List<String> strategies,
      PluginCatalog catalog,
      Map<String, String> hashes,
      Progress progress) {
    Requests requests = new Requests(catalog, new Tasks(catalog));
    ResolvedRequest asked = requests.resolve(request);
    try (OpenModel model = new Models(catalog).open(request.model(), progress)) {
      Preparation prepared = Preparation.of(asked, model, progress);
      return key(
          asked.with(Ready.batching(asked, strategies, prepared, requests, new HashMap<>())),
          hashes.computeIfAbsent(request.model(), name -> prepared.modelHash()),
          prepared.prompts(),
          Ready.heldOut(asked, prepared, requests));
    }
  }

  private static Map<String, String> key(
      ResolvedRequest resolved, String modelHash, PromptSet prompts, Optional<PromptSet> heldOut) {
    RunRequest request = resolved.request();
    TensorEngine engine = TensorEngine.start(request.threads());
    Map<String, String> key =
        RunKey.of(resolved, RunKey.provenance(request, engine, modelHash, prompts));
    key.keySet().removeIf(name -> name.endsWith("strategy"));
    key.put("heldOutHash", heldOut.map(PromptHash::of).orElse("none"));
    resolved.task().ifPresent(task -> key.put("plug-in of the task", content(task)));
    return Collections.unmodifiableMap(key);
  }

  /** Which code says what the truth is. */
  private static String content(TaskWithTruth task) {
    return Stream.concat(Stream.of(task.task()), task.published().stream())
        .map(PluginContent::of)
        .collect(Collectors.joining(" "));
  }

  private record Ready(
      LoadedModel model,
      PromptSet prompts,
      Optional<PromptSet> heldOut,
      ResolvedRequest resolved,
      Map<String, PatchbayException> refusals) {

    static Ready of(
        ResolvedRequest asked, List<String> strategies, Preparation prepared, Requests requests) {
      Map<String, PatchbayException> refusals = new HashMap<>();
      ResolvedRequest chosen =
          asked.with(batching(asked, strategies, prepared, requests, refusals));
      return new Ready(
          prepared.load(asked.device(), chosen.request()),
          prepared.prompts(),
          heldOut(asked, prepared, requests),
          chosen,
          Map.copyOf(refusals));
    }

    /**
     * What suits every strategy.
     *
     * @param refusals gets why a strategy cannot run at all, which does not concern the others
     * @throws PatchbayException if none can
     */
    static Batching batching(
        ResolvedRequest asked,
        List<String> strategies,
        Preparation prepared,
        Requests requests,
        Map<String, PatchbayException> refusals) {
      List<Batching> each = new ArrayList<>();
      for (String strategy :
          strategies.isEmpty() ? List.of(asked.request().strategy()) : strategies) {
        try {
          each.add(prepared.plan(requests.using(strategy, asked)).request().batching());
        } catch (PatchbayException e) {
          refusals.put(strategy, e);
        }
      }
      if (each.isEmpty()) {
        throw refusals.values().iterator().next();
      }
      return new Batching(
          each.stream().mapToInt(Batching::size).min().orElseThrow(),
          true,
          asked.request().batching().memory());
    }

    /** What the task draws with another seed, without what it drew with this one. */
    static Optional<PromptSet> heldOut(
        ResolvedRequest asked, Preparation prepared, Requests requests) {
      if (asked.task().isEmpty()) {
        return Optional.empty();
      }
      RunRequest next = asked.request().seeded(asked.request().seed() + OTHER_SEED);
      PromptSet drawn = prepared.prompts(requests.resolve(next));
      Set<PromptPair> seen = new HashSet<>(prepared.prompts().pairs());
      List<PromptPair> others =
          drawn.pairs().stream().filter(pair -> !seen.contains(pair)).toList();
      return others.isEmpty()
          ? Optional.empty()
          : Optional.of(new PromptSet(drawn.name(), others, drawn.notes()));
    }
  }

  /** What was asked for, with metric, ablation and batch size named. */
  public RunRequest request() {
    return resolved.request();
  }

  /** All that decides what runs here find, whatever the strategy, by name. */
  public Map<String, String> key() {
    return key;
  }

  /** The model. */
  public ModelInfo model() {
    return model.info();
  }

  /** Its graph. */
  public ComputationGraph graph() {
    return model.graph();
  }

  /** The circuit that is known, where one is. */
  public Optional<Circuit> truth() {
    return truth;
  }

  /** The known circuit's heads by what they do; none where nobody told them apart. */
  public Map<String, List<Node>> roles() {
    return resolved.task().map(task -> task.roles(model.info())).orElse(Map.of());
  }

  /** How many discovery prompts there are. */
  public int prompts() {
    return discovery.promptCount();
  }

  /** How many held-out prompts there are; 0 if the task has no others. */
  public int heldOut() {
    return heldOut == null ? 0 : heldOut.promptCount();
  }

  /**
   * What a strategy answered.
   *
   * @param seconds how long it took
   */
  public record Found(DiscoveryResult result, Cost cost, double seconds) {}

  /**
   * Runs a strategy on the discovery prompts. Its cost is what it takes alone: means that an
   * ablation asks for are made again.
   *
   * @param strategy as for {@code --strategy}
   * @throws dev.patchbay.spi.plugin.PatchbayException what the strategy refuses
   */
  public Found discover(String strategy, Progress progress) {
    try (EngineExperiment alone = discovery.anew()) {
      return discover(strategy, alone, progress);
    }
  }

  /**
   * Runs a strategy on some of the discovery prompts, or on some of them more than once. Means that
   * an ablation asks for stay those of all.
   *
   * @param chosen their numbers, from 0
   */
  public Found discover(String strategy, int[] chosen, Progress progress) {
    List<PromptPair> all =
        discovery.batches().stream().map(PromptBatch::pairs).flatMap(List::stream).toList();
    try (EngineExperiment some = discovery.on(IntStream.of(chosen).mapToObj(all::get).toList())) {
      return discover(strategy, some, progress);
    }
  }

  private Found discover(String strategy, EngineExperiment on, Progress progress) {
    PatchbayException refusal = refusals.get(strategy);
    if (refusal != null) {
      throw refusal;
    }
    ResolvedRequest by = requests.using(strategy, resolved);
    Cost before = on.cost();
    long start = System.nanoTime();
    DiscoveryResult result = Findings.of(by.strategy().made(), by.provider(), on, progress);
    double seconds = (System.nanoTime() - start) / PhaseLog.NANOS;
    return new Found(result, on.cost().since(before), seconds);
  }

  /** The metric of each prompt on which circuits are judged, run under this one. */
  public double[] metric(Circuit circuit) {
    return judged().metricOfEach(circuit);
  }

  /** KL(full model ‖ circuit) in nats of each prompt on which circuits are judged. */
  public double[] divergence(Circuit circuit) {
    if (divergence == null) {
      divergence = judged().withMetric(Defaults.DIVERGENCE);
    }
    return divergence.metricOfEach(circuit);
  }

  /**
   * By how much the loss on the discovery prompts changes if one edge carries {@code x + λ (c −
   * x)}, for each λ: two runs of a circuit each.
   *
   * @param edge its ordinal
   */
  public List<Double> lossChanges(int edge, List<Double> lambdas) {
    double sign = discovery.metric().traits().direction() == MetricTraits.Direction.HIGHER ? -1 : 1;
    Circuit full = Circuit.full(graph());
    double before = discovery.measure(full);
    return lambdas.stream()
        .map(
            lambda -> {
              try (EngineExperiment partly = discovery.partly(lambda)) {
                return sign * (partly.measure(full.without(edge)) - before);
              }
            })
        .toList();
  }

  /**
   * Whether the metric compares a run with the whole model's, so that the model's own is nothing.
   */
  public boolean comparesWithFullModel() {
    return discovery.metric().traits().comparesWithFullModel();
  }

  private EngineExperiment judged() {
    return heldOut == null ? discovery : heldOut;
  }

  @Override
  public void close() {
    if (heldOut != null) {
      heldOut.close();
    }
    discovery.close();
    model.close();
  }
}
