package dev.patchbay.engine;

import dev.patchbay.engine.readout.NamedMetric;
import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.metric.MetricTraits;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.util.List;

/** Whether prompts fit a model, a metric and an ablation: found out before any pass. */
final class PromptCheck {

  private PromptCheck() {}

  static void check(ModelSpec spec, PromptSet prompts, NamedMetric metric, Ablation ablation) {
    for (int i = 0; i < prompts.pairs().size(); i++) {
      PromptPair pair = prompts.pairs().get(i);
      String where = "Prompt " + (i + 1) + " of '" + prompts.name() + "'";
      if (pair.length() > spec.nCtx()) {
        throw PatchbayException.failed(
            "%s has %s tokens, but the model reads at most %s."
                .formatted(where, pair.length(), spec.nCtx()),
            "Shorten the prompt or choose a model with a longer context.");
      }
      checkIds(pair.clean(), spec.dVocab(), where, "clean");
      checkIds(pair.corrupted(), spec.dVocab(), where, "corrupted");
      for (Answer answer : pair.answers()) {
        checkIds(answer.right(), spec.dVocabOut(), where, "answers");
        checkIds(answer.wrong(), spec.dVocabOut(), where, "wrong answers");
      }
      if (ablation.readsCorrupted() && pair.corrupted().isEmpty()) {
        throw PatchbayException.failed(
            where + " has no corrupted twin, and the ablation takes its values from there.",
            "Add the twin, or ablate with zero, mean or mean-positional.");
      }
      checkAnswers(pair, metric, where);
    }
  }

  static void check(List<PromptBatch> batches, NamedMetric metric) {
    for (PromptBatch batch : batches) {
      batch.pairs().forEach(pair -> checkAnswers(pair, metric, "A prompt"));
    }
  }

  private static void checkAnswers(PromptPair pair, NamedMetric metric, String where) {
    MetricTraits traits = metric.metric().traits();
    boolean lacksAnswers =
        traits.needsAnswers() && pair.answers().stream().anyMatch(a -> a.right().isEmpty());
    boolean lacksWrong =
        traits.needsWrongAnswers() && pair.answers().stream().anyMatch(a -> a.wrong().isEmpty());
    if (lacksAnswers || lacksWrong) {
      throw PatchbayException.failed(
          "%s names no %s, which '%s' needs."
              .formatted(where, lacksAnswers ? "answers" : "wrong answers", metric.name()),
          "Add them, or choose a metric that needs none, such as kl-divergence.");
    }
  }

  private static void checkIds(List<Integer> ids, int vocabulary, String where, String field) {
    for (int i = 0; i < ids.size(); i++) {
      if (ids.get(i) < 0 || ids.get(i) >= vocabulary) {
        throw PatchbayException.failed(
            "%s: token %s of '%s' is %s, but the model knows the ids 0 to %s."
                .formatted(where, i, field, ids.get(i), vocabulary - 1),
            "Were the prompts made with another tokenizer?");
      }
    }
  }
}
