package dev.patchbay.cli;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.run.Selection;
import dev.patchbay.engine.memory.ByteSize;
import dev.patchbay.engine.memory.MemoryBudget;
import dev.patchbay.model.weights.KeyValueInputs;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.model.weights.WeightForm;
import dev.patchbay.spi.plugin.Options;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a run is about to do, in two lines, defaults included. */
final class Settings {

  private Settings() {}

  /**
   * The lines.
   *
   * @param request its metric and its ablation are named
   * @param bos what comes before prompts that are text; nothing where none is
   */
  static List<String> lines(RunRequest request, Optional<String> bos) {
    String prompts =
        request.prompts().map(file -> "prompts of " + file).orElse("task " + request.task());
    return List.of(
        "model %s, %s%s, strategy %s, metric %s, ablation %s%s"
            .formatted(
                request.model(),
                prompts,
                bos.map(words -> ", " + words).orElse(""),
                request.strategy(),
                request.metric().orElseThrow(),
                request.ablation().orElseThrow(),
                selection(request.selection())),
        "%s on %s%s, %s, %s, seed %s, verify %s"
            .formatted(
                request.dataType() == DataType.FLOAT64 ? "float64" : "float32",
                request.device(),
                form(request.form()),
                batches(request),
                request.threads() == 0 ? "all cores" : request.threads() + " threads",
                request.seed(),
                Options.word(request.verify())));
  }

  /** In what batches a run went that had to take smaller ones; nothing where it did not. */
  static Optional<String> batches(RunRequest request, int taken) {
    return taken == request.batchSize()
        ? Optional.empty()
        : Optional.of(
            "batches of %s: with %s the run might have taken more than its memory"
                .formatted(taken, request.batchSize()));
  }

  private static String batches(RunRequest request) {
    OptionalLong budget =
        MemoryBudget.of(request.batching(), !request.device().equals("cpu")).bytes();
    return "batches of %s%s%s"
        .formatted(
            request.batching().fixed() ? "" : "up to ",
            request.batchSize(),
            budget.isPresent() ? " in " + ByteSize.words(budget.getAsLong()) : "");
  }

  /** What is not as usual about the model's form. */
  private static String form(ModelForm form) {
    return (form.weights() == WeightForm.RAW ? "" : ", weights as TransformerLens prepares them")
        + (form.inputs() == KeyValueInputs.PER_HEAD ? "" : ", k and v inputs per group")
        + switch (form.positions()) {
          case OF_MODEL -> "";
          case SENDER -> ", positions as a sender";
          case NONE -> ", positions of no node";
        };
  }

  private static String selection(Selection selection) {
    String score = selection.ranking().words();
    if (selection.edges().isPresent()) {
      return ", %s edges by %s".formatted(selection.edges().getAsInt(), score);
    }
    return selection.threshold().isPresent()
        ? ", edges with %s >= %s".formatted(score, selection.threshold().getAsDouble())
        : "";
  }
}
