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
import dev.patchbay.spi.task.Answer;
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
  private final int twinsAgree;
  private Front front = Front.NONE;
  private final Map<At, DensePass> passes = new EnumMap<>(At.class);
  private final Map<At, List<NDArray>> patternGradients = new EnumMap<>(At.class);
  private @Nullable BatchActivations ablated;

  EngineBatchScope(EngineExperiment experiment, PromptBatch batch) {
    this.experiment = experiment;
    this.model = experiment.loaded();
    this.batch = batch;
    this.twinsAgree = twinsAgree();
  }

  /**
   * How many positions in front are computed once for both runs: those where the twins do not
   * differ, in front of every answer. None if only the clean run is needed, or positions look
   * ahead.
   */
  private int twinsAgree() {
    if (!experiment.ablation().readsCorrupted() || model.spec().attention().bidirectional()) {
      return 0;
    }
    int answer =
        batch.pairs().stream()
            .flatMap(pair -> pair.answers().stream())
            .mapToInt(Answer::position)
            .min()
            .orElse(0);
    int position = 0;
    while (position < answer && twinsAgreeAt(position)) {
      position++;
    }
    return position;
  }

  private boolean twinsAgreeAt(int position) {
    return batch.pairs().stream()
        .allMatch(pair -> pair.clean().get(position).equals(pair.corrupted().get(position)));
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
    DensePass pass = twinsAgree > 0 && front.length() == 0 ? first(run) : further(run);
    passes.put(run, pass);
    return pass;
  }

  /** A pass over whole prompts, of which the others keep the front. */
  private DensePass first(At run) {
    try (Scratch step = new Scratch()) {
      DensePass whole = DensePass.withQkv(model, ids(run, 0));
      experiment.meter().forward(1, batch.size());
      front = Front.of(model, whole, twinsAgree).map(step::keep);
      return whole.withoutQkv().map(step::keep);
    }
  }

  private DensePass further(At run) {
    try (Scratch step = new Scratch()) {
      DensePass behind = DensePass.run(model, ids(run, front.length()), front);
      experiment.meter().forward(share(front.length()), batch.size());
      return front.with(behind).map(step::keep);
    }
  }

  /** Which share of the positions lies behind these. */
  private double share(int front) {
    return (double) (batch.length() - front) / batch.length();
  }

  /** The clean prompts' token embeddings [batch, pos, d_model], without a pass. */
  private NDArray tokens() {
    DensePass known = passes.get(At.CLEAN);
    return known != null ? known.tokens() : DensePass.embed(model, ids(At.CLEAN, 0));
  }

  /** What the embeddings write on the clean prompts: tokens, then positions where a sender. */
  List<NDArray> embeddings() {
    return model.spec().attention().positionsAreSender()
        ? List.of(tokens(), model.positionRows(batch.length()))
        : List.of(tokens());
  }

  /** The prompts' tokens from a position on [batch, pos]. */
  private NDArray ids(At run, int from) {
    Function<PromptPair, List<Integer>> tokens =
        run == At.CLEAN ? PromptPair::clean : PromptPair::corrupted;
    if (tokens.apply(batch.pairs().get(0)).isEmpty()) {
      throw PatchbayException.failed(
          "The prompts have no corrupted twins.",
          "Give each prompt one, or choose an ablation and options that need none.");
    }
    long[] ids =
        batch.pairs().stream()
            .flatMap(pair -> tokens.apply(pair).stream().skip(from))
            .mapToLong(id -> id)
            .toArray();
    return model.integers(ids, new Shape(batch.size(), batch.length() - from));
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
   * How many positions in front hold the same in every circuit: those where the twins agree, if
   * what is ablated is what the corrupted run writes; else 0.
   */
  int commonPrefix() {
    if (twinsAgree == 0) {
      return 0;
    }
    BatchActivations absent = ablated();
    DensePass corrupted = passes.get(At.CORRUPTED);
    return corrupted != null && absent.equalTo(BatchActivations.of(model, corrupted))
        ? twinsAgree
        : 0;
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
    return plainGradients(run, Front.NONE);
  }

  @Override
  public Gradients effectGradients() {
    return plainGradients(At.CLEAN, unchanged());
  }

  private Gradients plainGradients(At run, Front before) {
    BatchReadout readout = experiment.readout(this);
    try (Scratch step = new Scratch()) {
      Probes probes = Probes.atReceivers(model, batch.size(), batch.length() - before.length());
      return plainWithGradients(run, before, probes, readout, step)
          .atReceivers(before.length(), step);
    }
  }

  @Override
  public Gradients effectGradients(Set<Integer> senders, double alpha) {
    // What the scope keeps is made out here: what is made in the step dies with it.
    BatchActivations clean = clean();
    BatchActivations absent = ablated();
    Front before = unchanged();
    BatchReadout readout = experiment.readout(this);
    try (Scratch step = new Scratch()) {
      Probes probes = Probes.atReceivers(model, batch.size(), batch.length() - before.length());
      HeldSenders held =
          HeldSenders.between(
              senders, clean.from(before.length()), absent.from(before.length()), alpha);
      return backward(At.CLEAN, before, probes, held, readout).atReceivers(before.length(), step);
    }
  }

  /** The positions in front where neither run nor ablation changes anything. */
  private Front unchanged() {
    return commonPrefix() > 0 ? front : Front.NONE;
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
                return plainWithGradients(r, Front.NONE, probes, readout, step).atPatterns(step);
              }
            })
        .get(layer);
  }

  /** The passes of a run as it is; they serve as its plain pass too, if that is to come. */
  private GradientPass plainWithGradients(
      At run, Front before, Probes probes, BatchReadout readout, Scratch step) {
    GradientPass both = backward(run, before, probes, HeldSenders.NONE, readout);
    passes.computeIfAbsent(run, r -> before.with(both.plain()).map(step::keep));
    return both;
  }

  private GradientPass backward(
      At run, Front before, Probes probes, HeldSenders held, BatchReadout readout) {
    if (experiment.metric().traits().piecewiseConstant()) {
      throw PatchbayException.usage(
          "The gradient of '%s' is zero everywhere: it counts.".formatted(experiment.metricName()),
          "Use a metric with a slope, such as logit-difference, or search with acdc.");
    }
    NDArray ids = ids(run, before.length());
    GradientPass both = GradientPass.run(model, ids, before, probes, held, readout);
    experiment.meter().forward(share(before.length()), batch.size());
    experiment.meter().backward(share(before.length()), batch.size());
    return both;
  }

  @Override
  public void close() {
    scratch.close();
  }
}
