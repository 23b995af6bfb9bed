package dev.patchbay.export;

import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.report.Evaluation;
import java.util.Locale;

/** What stands above a drawing: what was looked at, how, and what came out. */
final class DotTitle {

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

  private static String outcome(CircuitReport report) {
    Evaluation evaluation = report.evaluation();
    String kept =
        String.format(
            Locale.ROOT,
            "%,d of %,d edges kept · %s %.3g (whole model %.3g, no edge %.3g)",
            report.circuit().size(),
            report.graph().edgeCount(),
            evaluation.metric(),
            evaluation.circuit(),
            evaluation.full(),
            evaluation.empty());
    return evaluation.faithfulness().isEmpty()
        ? kept
        : kept
            + String.format(
                Locale.ROOT, " · faithfulness %.3f", evaluation.faithfulness().getAsDouble());
  }
}
