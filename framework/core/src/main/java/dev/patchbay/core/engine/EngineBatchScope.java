package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.ablation.AblationScope;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.At;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.GradientSum;
import dev.patchbay.spi.run.Gradients;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.task.PromptPair;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One batch at work: each pass runs when it is first asked for. */
final class EngineBatchScope implements BatchScope, AblationScope {

  private final EngineExperiment experiment;
  private final LoadedModel model;
  private final PromptBatch batch;
  private final Scratch scratch = new Scratch();
  private final Map<At, DensePass> passes = new EnumMap<>(At.class);
  private final Map<At, List<NDArray>> patternGradients = new EnumMap<>(At.class);
  private @Nullable BatchActivations ablated;

  EngineBatchScope(EngineExperiment experiment, PromptBatch batch) {
    this.experiment = experiment;
    this.model = experiment.loaded();
    this.batch = batch;
  }

  @Override
  public PromptBatch batch() {
    return batch;
  }

  @Override
  public BatchActivations clean() {
    return activations(At.CLEAN);
  }

  @Override
  public BatchActivations corrupted() {
    return activations(At.CORRUPTED);
  }

  @Override
  public BatchActivations activations(At run) {
    return BatchActivations.of(model, pass(run));
  }

  LoadedModel model() {
    return model;
  }

  DensePass pass(At run) {
    DensePass known = passes.get(run);
    if (known != null) {
      return known;
    }
    DensePass pass = DensePass.run(model, ids(run), Probes.NONE, HeldSenders.NONE);
    experiment.meter().forward(batch.size());
    passes.put(run, pass);
    return pass;
  }

  /** The clean prompts' token embeddings [batch, pos, d_model], without a pass. */
  private NDArray tokens() {
    DensePass known = passes.get(At.CLEAN);
    return known != null ? known.tokens() : DensePass.embed(model, ids(At.CLEAN));
  }

  /** What the embeddings write on the clean prompts: tokens, then positions where a sender. */
  List<NDArray> embeddings() {
    return model.spec().attention().positionsAreSender()
        ? List.of(tokens(), model.positionRows(batch.length()))
        : List.of(tokens());
  }

  private NDArray ids(At run) {
    Function<PromptPair, List<Integer>> tokens =
        run == At.CLEAN ? PromptPair::clean : PromptPair::corrupted;
    if (tokens.apply(batch.pairs().get(0)).isEmpty()) {
      throw PatchbayException.failed(
          "The prompts have no corrupted twins.",
          "Give each prompt one, or choose an ablation and options that need none.");
    }
    long[] ids =
        batch.pairs().stream()
            .flatMap(pair -> tokens.apply(pair).stream())
            .mapToLong(id -> id)
            .toArray();
    return model.integers(ids, new Shape(batch.size(), batch.length()));
  }

  @Override
  public BatchActivations ablated() {
    if (ablated == null) {
      Activations values = experiment.ablation().values(this);
      if (!(values instanceof BatchActivations own)) {
        throw new IllegalArgumentException(
            "The ablation answered with activations that are not the engine's: " + values);
      }
      ablated = own.broadcast(batch.size(), batch.length());
    }
    return ablated;
  }

  /**
   * How many positions at the front hold the same in every circuit: those where the twins do not
   * differ, if what is ablated is what the corrupted run writes. 0 where that is not so, and where
   * positions look ahead.
   */
  int commonPrefix() {
    DensePass corrupted = passes.get(At.CORRUPTED);
    if (corrupted == null
        || model.spec().attention().bidirectional()
        || !ablated().equalTo(BatchActivations.of(model, corrupted))) {
      return 0;
    }
    int position = 0;
    while (position < batch.length() && twinsAgreeAt(position)) {
      position++;
    }
    return position;
  }

  private boolean twinsAgreeAt(int position) {
    return batch.pairs().stream()
        .allMatch(pair -> pair.clean().get(position).equals(pair.corrupted().get(position)));
  }

  @Override
  public Activations mean(At run) {
    return experiment.means(run).overall();
  }

  @Override
  public Activations meanByPosition(At run) {
    return experiment.means(run).byPosition(batch.length());
  }

  @Override
  public NDArray positions() {
    return model.positions(batch.length());
  }

  @Override
  public Gradients lossGradients(At run) {
    BatchReadout readout = experiment.readout(this);
    try (Scratch step = new Scratch()) {
      Probes probes = Probes.atReceivers(model, batch.size(), batch.length());
      return plainWithGradients(run, probes, readout, step).atReceivers(step);
    }
  }

  @Override
  public Gradients lossGradients(Set<Integer> senders, double alpha) {
    BatchActivations clean = clean();
    BatchActivations from = ablated();
    BatchReadout readout = experiment.readout(this);
    try (Scratch step = new Scratch()) {
      Probes probes = Probes.atReceivers(model, batch.size(), batch.length());
      HeldSenders held = HeldSenders.between(senders, clean, from, alpha);
      return backward(At.CLEAN, probes, held, readout).atReceivers(step);
    }
  }

  @Override
  public GradientSum gradientSum() {
    return new BatchGradientSum(model, batch.size(), batch.length());
  }

  @Override
  public NDArray pattern(At run, int layer) {
    return pass(run).patterns().get(layer);
  }

  @Override
  public NDArray patternGradient(At run, int layer) {
    return patternGradients
        .computeIfAbsent(
            run,
            r -> {
              BatchReadout readout = experiment.readout(this);
              try (Scratch step = new Scratch()) {
                Probes probes = Probes.atPatterns(model, batch.size(), batch.length());
                return plainWithGradients(r, probes, readout, step).atPatterns(step);
              }
            })
        .get(layer);
  }

  /** The passes of a run as it is; they serve as its plain pass too, if that is to come. */
  private GradientPass plainWithGradients(
      At run, Probes probes, BatchReadout readout, Scratch step) {
    GradientPass both = backward(run, probes, HeldSenders.NONE, readout);
    passes.computeIfAbsent(run, r -> both.plain(step));
    return both;
  }

  private GradientPass backward(At run, Probes probes, HeldSenders held, BatchReadout readout) {
    if (experiment.metric().traits().piecewiseConstant()) {
      throw PatchbayException.usage(
          "The gradient of '%s' is zero everywhere: it counts.".formatted(experiment.metricName()),
          "Use a metric with a slope, such as logit-difference, or search with acdc.");
    }
    GradientPass both = GradientPass.run(model, ids(run), probes, held, readout);
    experiment.meter().forward(batch.size());
    experiment.meter().backward(batch.size());
    return both;
  }

  @Override
  public void close() {
    scratch.close();
  }
}
