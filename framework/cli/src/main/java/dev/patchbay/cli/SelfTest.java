package dev.patchbay.cli;

import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.run.Verify;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.report.TruthComparison;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The embedded induction model's circuit is known exactly: does a run find it, and do all of its
 * own checks hold? Nothing is written.
 */
final class SelfTest {

  /** The last part of a checkup. */
  static final String PART = "self-test";

  /** The induction circuit: previous-token head, induction head, and what they read. */
  private static final int KNOWN_EDGES = 5;

  /** What is run, on a model whose circuit is known. */
  static final RunRequest KNOWN = RunRequest.DEFAULT.on("induction", "induction").with(Verify.FULL);

  private SelfTest() {}

  static Finding of(Supplier<RunOutcome> known) {
    try {
      return judge(known.get());
    } catch (RuntimeException | LinkageError e) {
      return Finding.thrown(PART, e);
    }
  }

  /** The run has passed its own checks, or it would have thrown. */
  static Finding judge(RunOutcome outcome) {
    CircuitReport report = outcome.report();
    int kept = report.circuit().size();
    boolean exact =
        kept == KNOWN_EDGES
            && report.truth().filter(t -> t.precision() == 1 && t.recall() == 1).isPresent();
    String found =
        "%s on %s: %s of %s edges%s"
            .formatted(
                report.strategy().name(),
                report.model(),
                kept,
                report.graph().edgeCount(),
                report.truth().map(SelfTest::against).orElse(""));
    return exact
        ? new Finding(PART, true, Stream.concat(Stream.of(found), proved(outcome)).toList())
        : new Finding(
            PART,
            false,
            List.of(
                found,
                "The model's circuit has %s edges: precision and recall should be 1."
                    .formatted(KNOWN_EDGES)));
  }

  /** What was proved, without the numbers that prove it. */
  private static Stream<String> proved(RunOutcome outcome) {
    return outcome.checks().stream().map(check -> check.replaceFirst(": .*", ""));
  }

  private static String against(TruthComparison truth) {
    return String.format(
        Locale.ROOT, ", precision %.3f, recall %.3f", truth.precision(), truth.recall());
  }
}
