package dev.patchbay.engine;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import dev.patchbay.catalog.Guest;
import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.ablation.AblationScope;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.At;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.GradientSum;
import dev.patchbay.spi.run.Gradients;
import dev.patchbay.spi.run.PromptBatch;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One batch at work: each pass runs when it is first asked for. */
final class EngineBatchScope implements BatchScope, AblationScope {

  private final EngineExperiment experiment;
  private final LoadedModel model;
  private final PromptBatch batch;
  private final Scratch scratch = new Scratch();
  private final BatchPasses passes;
  private final Map<At, List<NDArray>> patternGradients = new EnumMap<>(At.class);
  private @Nullable BatchActivations ablated;

  EngineBatchScope(EngineExperiment experiment, PromptBatch batch) {
    this.experiment = experiment;
    this.model = experiment.loaded();
    this.batch = batch;
    this.passes = new BatchPasses(experiment, batch);
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
    return passes.of(run);
  }

  /** What the embeddings write on the clean prompts: tokens, then positions where a sender. */
  List<NDArray> embeddings() {
    return model.spec().attention().positionsAreSender()
        ? List.of(passes.tokens(), model.positionRows(batch.length()))
        : List.of(passes.tokens());
  }

  @Override
  public BatchActivations ablated() {
    if (ablated == null) {
      ablated = ablated(experiment.ablation());
    }
    return ablated;
  }

  private BatchActivations ablated(Ablation ablation) {
    if (!(ablation.values(this) instanceof BatchActivations own)) {
      throw Guest.fault(
          ablation, "answered 'values' with activations that do not come from its scope");
    }
    if (!own.areFinite() && clean().areFinite() && (!twinsExist() || corrupted().areFinite())) {
      throw Guest.fault(
          ablation, "answered 'values' with NaN or infinity, although every activation is finite");
    }
    try {
      return own.broadcast(batch.size(), batch.length());
    } catch (EngineException | IllegalArgumentException e) {
      throw Guest.fault(
          ablation,
          "answered 'values' with activations %s that do not fit %s prompts of %s tokens"
              .formatted(own.input().getShape(), batch.size(), batch.length()));
    }
  }

  private boolean twinsExist() {
    return batch.pairs().stream().noneMatch(pair -> pair.corrupted().isEmpty());
  }

  /**
   * How many positions in front hold the same in every circuit: those where the twins agree, if
   * what is ablated is what the corrupted run writes; else 0.
   */
  int commonPrefix() {
    if (passes.twinsAgree() == 0) {
      return 0;
    }
    BatchActivations absent = ablated();
    boolean patching =
        passes
            .known(At.CORRUPTED)
            .filter(corrupted -> absent.equalTo(BatchActivations.of(model, corrupted)))
            .isPresent();
    return patching ? passes.twinsAgree() : 0;
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
      return passes
          .withGradients(run, before, probes, readout, step)
          .atReceivers(before.length(), step);
    }
  }

  @Override
  public Gradients effectGradients(double alpha, int... senders) {
    // What the scope keeps is made out here: what is made in the step dies with it.
    BatchActivations clean = clean();
    BatchActivations absent = ablated();
    Front before = unchanged();
    BatchReadout readout = experiment.readout(this);
    Set<Integer> between = IntStream.of(senders).boxed().collect(Collectors.toSet());
    try (Scratch step = new Scratch()) {
      Probes probes = Probes.atReceivers(model, batch.size(), batch.length() - before.length());
      HeldSenders held =
          HeldSenders.between(
              between, clean.from(before.length()), absent.from(before.length()), alpha);
      return passes
          .backward(At.CLEAN, before, probes, held, readout)
          .atReceivers(before.length(), step);
    }
  }

  /** The positions in front where neither run nor ablation changes anything. */
  private Front unchanged() {
    return commonPrefix() > 0 ? passes.front() : Front.NONE;
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
                List<NDArray> gradients =
                    passes.withGradients(r, Front.NONE, probes, readout, step).atPatterns(step);
                gradients.forEach(this::requireFinite);
                return gradients;
              }
            })
        .get(layer);
  }

  private void requireFinite(NDArray gradient) {
    try (Scratch step = new Scratch()) {
      double largest = Numbers.sum(gradient.abs().max());
      if (!Double.isFinite(largest)) {
        throw GradientPass.overflow(model, "of an attention pattern", largest);
      }
    }
  }

  @Override
  public void close() {
    scratch.close();
  }
}
