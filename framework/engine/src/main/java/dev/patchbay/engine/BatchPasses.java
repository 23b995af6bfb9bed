package dev.patchbay.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.At;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The passes of one batch, each run once. What the twins have in common in front is computed once
 * for all.
 */
final class BatchPasses {

  private final EngineExperiment experiment;
  private final PassMeter meter;
  private final LoadedModel model;
  private final PromptBatch batch;
  private final int twinsAgree;
  private final Map<At, DensePass> passes = new EnumMap<>(At.class);
  private Front front = Front.NONE;

  BatchPasses(EngineExperiment experiment, PromptBatch batch) {
    this.experiment = experiment;
    this.meter = experiment.meter();
    this.model = experiment.loaded();
    this.batch = batch;
    this.twinsAgree = countAgreeing();
  }

  /**
   * How many positions in front are computed once for both runs: those where the twins do not
   * differ, in front of every answer. None if only the clean run is needed, or positions look
   * ahead.
   */
  private int countAgreeing() {
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

  /** How many positions in front are computed once for both runs. */
  int twinsAgree() {
    return twinsAgree;
  }

  /** What further passes have in front; nothing before a first one was asked for. */
  Front front() {
    return front;
  }

  /** A plain pass, if it was run. */
  Optional<DensePass> known(At run) {
    return Optional.ofNullable(passes.get(run));
  }

  /**
   * A plain pass, run if it was not. It dies with the innermost scratch that is open when it is
   * first asked for.
   */
  DensePass of(At run) {
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
      meter.forward(1, batch.size());
      front = Front.of(model, whole, twinsAgree).map(step::keep);
      return whole.withoutQkv().map(step::keep);
    }
  }

  private DensePass further(At run) {
    try (Scratch step = new Scratch()) {
      DensePass behind = DensePass.run(model, ids(run, front.length()), front);
      meter.forward(share(front.length()), batch.size());
      return front.with(behind).map(step::keep);
    }
  }

  /** Which share of the positions lies behind these. */
  private double share(int front) {
    return (double) (batch.length() - front) / batch.length();
  }

  /** The clean prompts' token embeddings [batch, pos, d_model], without a pass. */
  NDArray tokens() {
    DensePass known = passes.get(At.CLEAN);
    return known != null ? known.tokens() : DensePass.embed(model, ids(At.CLEAN, 0));
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

  /** The passes of a run as it is; they serve as its plain pass too, if that is to come. */
  GradientPass withGradients(
      At run, Front before, Probes probes, BatchReadout readout, Scratch step) {
    GradientPass both = backward(run, before, probes, HeldSenders.NONE, readout);
    passes.computeIfAbsent(run, r -> before.with(both.plain()).map(step::keep));
    return both;
  }

  /** A forward and a backward pass behind a front. */
  GradientPass backward(
      At run, Front before, Probes probes, HeldSenders held, BatchReadout readout) {
    if (experiment.metric().traits().piecewiseConstant()) {
      throw PatchbayException.usage(
          "The gradient of '%s' is zero everywhere: it counts.".formatted(experiment.metricName()),
          "Use a metric with a slope, such as logit-difference, or search with acdc.");
    }
    NDArray ids = ids(run, before.length());
    GradientPass both = GradientPass.run(model, ids, before, probes, held, readout);
    meter.forward(share(before.length()), batch.size());
    meter.backward(share(before.length()), batch.size());
    return both;
  }
}
