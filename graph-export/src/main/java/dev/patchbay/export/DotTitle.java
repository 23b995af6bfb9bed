package dev.patchbay.export;

import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.report.Evaluation;
import java.util.Locale;

/** What stands above a drawing: what was looked at, how, and what came out. */
final class DotTitle {

  /** Below this a metric is float32 noise. */
  private static final double ROUNDING = 1e-6;

  private DotTitle() {}

  /** The title as an HTML-like label, brackets included. */
  static String of(CircuitReport report) {
    return "<<FONT POINT-SIZE=\"16\"><B>%s</B> on <B>%s</B></FONT><BR/><FONT POINT-SIZE=\"6\"> </FONT><BR/>%s<BR/>%s<BR/> >"
        .formatted(
            DotText.html(report.task()),
            DotText.html(report.model()),
            DotText.html(method(report)),
            DotText.html(outcome(report)));
  }

  private static String method(CircuitReport report) {
    return "%s · %s · %s".formatted(report.strategy(), report.ablation(), report.selection());
  }

  /** Three digits; what is rounding alone, such as a full model's distance from itself, is 0. */
  private static String shown(double metric) {
    return Math.abs(metric) < ROUNDING ? "0" : String.format(Locale.ROOT, "%.3g", metric);
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
        ? kept
        : kept
            + String.format(
                Locale.ROOT, " · faithfulness %.3f", evaluation.faithfulness().getAsDouble());
  }
}
