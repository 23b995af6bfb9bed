package dev.patchbay.plugins.metric;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.BuiltIn;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.metric.MetricProvider;
import dev.patchbay.spi.metric.MetricTraits;
import dev.patchbay.spi.metric.MetricTraits.Direction;
import dev.patchbay.spi.metric.MetricTraits.Reads;
import dev.patchbay.spi.plugin.Option;

/**
 * By how much do the answers' logits exceed the wrong answers'? The mean logit of the answers minus
 * the mean logit of the wrong answers; with {@code wrong=max} minus the largest one, as the
 * Docstring task has it (Conmy et al. 2023, arXiv:2304.14997).
 */
@AutoService(MetricProvider.class)
public final class LogitDifference extends BuiltIn<LogitDifference.Config, Metric>
    implements MetricProvider {

  /** What the answers are compared with. */
  public enum Wrong {
    /** The mean of the wrong answers' logits. */
    MEAN,
    /** The largest of them. */
    MAX
  }

  /** The metric's options. */
  public record Config(
      @Option(value = "mean or max of the wrong answers' logits", fallback = "mean") Wrong wrong) {}

  public LogitDifference() {
    super(
        "logit-difference",
        "Mean logit of the answers minus mean logit of the wrong answers.",
        "Wang et al. 2022, Interpretability in the Wild, arXiv:2211.00593, section 3",
        "none",
        Config.class,
        LogitDifference::of);
  }

  private static Metric of(Config config) {
    Wrong wrong = config.wrong();
    return Metric.of(
        new MetricTraits(Direction.HIGHER, Reads.ANSWERS, true, true, false, false),
        readout ->
            Columns.mean(readout.logits(), readout.answers())
                .sub(
                    wrong == Wrong.MAX
                        ? Columns.max(readout, readout.wrongAnswers())
                        : Columns.mean(readout.logits(), readout.wrongAnswers())));
  }
}
