package dev.patchbay.export;

import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.report.Evaluation;
import java.util.Locale;

/**
 * What is above a drawing: what was looked at, how, and what came out.
 *
 * @param task the task's name
 * @param model the model's name
 * @param method strategy, ablation and selection
 * @param outcome edges kept, the metric, faithfulness
 */
record ReportTitle(String task, String model, String method, String outcome) {

  /** Below this a metric is float32 noise. */
  private static final double ROUNDING = 1e-6;

  static ReportTitle of(CircuitReport report) {
    return new ReportTitle(
        report.task(),
        report.model(),
        "%s · %s · %s".formatted(report.strategy(), report.ablation(), report.selection()),
        outcome(report));
  }

  private static String outcome(CircuitReport report) {
    Evaluation evaluation = report.evaluation();
    String kept =
        String.format(
            Locale.ROOT,
            "%,d of %,d edges kept · %s %s (whole model %s, no edge %s)",
            report.circuit().size(),
            report.graph().edgeCount(),
            evaluation.metric(),
            shown(evaluation.circuit()),
            shown(evaluation.full()),
            shown(evaluation.empty()));
    return evaluation.faithfulness().isEmpty()
        ? kept + " · no faithfulness"
        : kept
            + String.format(
                Locale.ROOT, " · faithfulness %.3f", evaluation.faithfulness().getAsDouble());
  }

  /** Three digits; what is rounding alone, such as a full model's distance from itself, is 0. */
  static String shown(double number) {
    return Math.abs(number) < ROUNDING ? "0" : String.format(Locale.ROOT, "%.3g", number);
  }
}
