package dev.patchbay.engine.passes;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import dev.patchbay.catalog.Guest;
import dev.patchbay.engine.readout.BatchReadout;
import dev.patchbay.engine.tensor.Numbers;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.engine.weights.PositionTables;
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
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One batch at work: each pass runs when it is first asked for. */
public final class EngineBatchScope implements BatchScope, AblationScope {

  private final Setting setting;
  private final LoadedModel model;
  private final PromptBatch batch;
  private final Supplier<BatchReadout> readout;
  private final Function<At, SenderMeans> means;
  private final Scratch scratch = new Scratch();
  private final BatchPasses passes;
  private final Map<At, List<NDArray>> patternGradients = new EnumMap<>(At.class);
  private @Nullable BatchActivations ablated;

  /**
   * @param readout of this batch, which outlives the scope
   * @param means over all prompts of a run
   */
  public EngineBatchScope(
      Setting setting,
      PromptBatch batch,
      Supplier<BatchReadout> readout,
      Function<At, SenderMeans> means) {
    this.setting = setting;
    this.model = setting.model();
    this.batch = batch;
    this.readout = readout;
    this.means = means;
    this.passes = new BatchPasses(setting, batch);
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

  public LoadedModel model() {
    return model;
  }

  public DensePass pass(At run) {
    return passes.of(run);
  }

  /** The batch's readout, with what it compares with. */
  public BatchReadout readout() {
    BatchReadout own = readout.get();
    if (own.lacksReference()) {
      own.compareWith(own.logits(own.atAnswers(pass(At.CLEAN).last())));
    }
    return own;
  }

  /** What the embeddings write on the clean prompts: tokens, then positions where a sender. */
  public List<NDArray> embeddings() {
    return model.spec().attention().positionsAreSender()
        ? List.of(passes.tokens(), model.positionRows(batch.length()))
        : List.of(passes.tokens());
  }

  @Override
  public BatchActivations ablated() {
    if (ablated == null) {
      ablated = ablated(setting.ablation());
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
   * How many positions at the beginning hold the same in every circuit: those where the twins
   * agree, if what is ablated is what the corrupted run writes; else 0.
   */
  public int commonPrefix() {
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
    return means.apply(run).overall();
  }

  @Override
  public Activations meanByPosition(At run) {
    return means.apply(run).byPosition(batch.length());
  }

  @Override
  public NDArray positions() {
    return model.positions(batch.length());
  }

  @Override
  public Gradients lossGradients(At run) {
    return plainGradients(run, Prefix.NONE);
  }

  @Override
  public Gradients effectGradients() {
    return plainGradients(At.CLEAN, unchanged());
  }

  private Gradients plainGradients(At run, Prefix before) {
    BatchReadout readout = readout();
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
    Prefix before = unchanged();
    BatchReadout readout = readout();
    Set<Integer> moved = IntStream.of(senders).boxed().collect(Collectors.toSet());
    try (Scratch step = new Scratch()) {
      Probes probes = Probes.atReceivers(model, batch.size(), batch.length() - before.length());
      ClampedSenders clamped =
          clean.from(before.length()).between(absent.from(before.length()), moved, alpha);
      return passes
          .backward(At.CLEAN, before, probes, clamped, readout)
          .atReceivers(before.length(), step);
    }
  }

  /** The first positions, where neither run nor ablation changes anything. */
  private Prefix unchanged() {
    return commonPrefix() > 0 ? passes.prefix() : Prefix.NONE;
  }

  @Override
  public GradientSum gradientSum() {
    return new BatchGradientSum(model, batch.size(), batch.length());
  }

  @Override
  public NDArray pattern(At run, int layer) {
    // Passes keep none: they would be most of what long prompts take.
    NDArray stream = pass(run).streams().get(layer);
    try (Scratch step = new Scratch()) {
      PositionTables tables = model.positionTables(batch.length());
      return step.keep(model.layers().get(layer).patterns(stream, tables));
    }
  }

  @Override
  public NDArray patternGradient(At run, int layer) {
    return patternGradients
        .computeIfAbsent(
            run,
            r -> {
              BatchReadout readout = readout();
              try (Scratch step = new Scratch()) {
                Probes probes = Probes.atPatterns(model, batch.size(), batch.length());
                List<NDArray> gradients =
                    passes.withGradients(r, Prefix.NONE, probes, readout, step).atPatterns(step);
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
        throw BatchGradients.overflow(model, "of an attention pattern", largest);
      }
    }
  }

  @Override
  public void close() {
    scratch.close();
  }
}
