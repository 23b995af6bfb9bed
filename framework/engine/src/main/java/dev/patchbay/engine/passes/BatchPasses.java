package dev.patchbay.engine.passes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.engine.readout.BatchReadout;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.At;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The passes of one batch, each run once. What the twins have in common at their beginning is
 * computed once for all.
 */
final class BatchPasses {

  private final Setting setting;
  private final PassMeter meter;
  private final LoadedModel model;
  private final PromptBatch batch;
  private final int twinsAgree;
  private final Map<At, DensePass> passes = new EnumMap<>(At.class);
  private Prefix prefix = Prefix.NONE;
  private @Nullable DensePass beginning; // of every pass, once there is a prefix

  BatchPasses(Setting setting, PromptBatch batch) {
    this.setting = setting;
    this.meter = setting.meter();
    this.model = setting.model();
    this.batch = batch;
    this.twinsAgree = countAgreeing();
  }

  /**
   * How many positions at the beginning are computed once for both runs: those where the twins do
   * not differ, before every answer. None if only the clean run is needed, or positions look ahead.
   */
  private int countAgreeing() {
    if (!setting.ablation().readsCorrupted() || model.spec().attention().bidirectional()) {
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

  /** How many positions at the beginning are computed once for both runs. */
  int twinsAgree() {
    return twinsAgree;
  }

  /** What further passes follow; nothing before a first one was asked for. */
  Prefix prefix() {
    return prefix;
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
    DensePass pass = twinsAgree > 0 && prefix.length() == 0 ? first(run) : further(run);
    passes.put(run, pass);
    return pass;
  }

  /** A pass over whole prompts, whose beginning the others share. */
  private DensePass first(At run) {
    try (Scratch step = new Scratch()) {
      DensePass whole = DensePass.withQkv(model, ids(run, 0));
      meter.forward(1, batch.size());
      prefix = Prefix.of(model, whole.qkv(), twinsAgree);
      prefix.keys().forEach(step::keep);
      prefix.values().forEach(step::keep);
      beginning = whole.first(twinsAgree).map(step::keep);
      return whole.withoutQkv().map(step::keep);
    }
  }

  private DensePass further(At run) {
    try (Scratch step = new Scratch()) {
      DensePass rest = DensePass.run(model, ids(run, prefix.length()), prefix);
      meter.forward(share(prefix.length()), batch.size());
      return whole(prefix, rest).map(step::keep);
    }
  }

  /** The pass over whole prompts whose end follows a prefix. */
  private DensePass whole(Prefix before, DensePass rest) {
    return before.length() == 0 ? rest : Objects.requireNonNull(beginning).followedBy(rest);
  }

  /** Which share of the positions follows these. */
  private double share(int first) {
    return (double) (batch.length() - first) / batch.length();
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
    return model.tensors().integers(ids, new Shape(batch.size(), batch.length() - from));
  }

  /** The passes of a run as it is; they serve as its plain pass too, if that is to come. */
  GradientPass withGradients(
      At run, Prefix before, Probes probes, BatchReadout readout, Scratch step) {
    GradientPass both = backward(run, before, probes, ClampedSenders.NONE, readout);
    passes.computeIfAbsent(run, r -> whole(before, both.plain()).map(step::keep));
    return both;
  }

  /** A forward and a backward pass after a prefix. */
  GradientPass backward(
      At run, Prefix before, Probes probes, ClampedSenders clamped, BatchReadout readout) {
    if (setting.metric().metric().traits().piecewiseConstant()) {
      throw PatchbayException.usage(
          "The gradient of '%s' is zero everywhere: it counts.".formatted(setting.metric().name()),
          "Use a metric with a slope, such as logit-difference, or search with acdc.");
    }
    NDArray ids = ids(run, before.length());
    GradientPass both = GradientPass.run(model, ids, before, probes, clamped, readout);
    meter.forward(share(before.length()), batch.size());
    meter.backward(share(before.length()), batch.size());
    return both;
  }
}
