package dev.patchbay.plugins.metric;

import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.metric.MetricProvider;
import dev.patchbay.spi.metric.MetricTraits;
import dev.patchbay.spi.metric.MetricTraits.Direction;
import dev.patchbay.spi.metric.MetricTraits.Reads;
import dev.patchbay.spi.metric.Readout;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;

/**
 * By how much do the answers' logits exceed the wrong answers'? The mean logit of the answers minus
 * the mean logit of the wrong answers.
 */
@AutoService(MetricProvider.class)
public final class LogitDifference implements MetricProvider {

  private static final int[] TOKENS = {1};

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "logit-difference",
        "Mean logit of the answers minus mean logit of the wrong answers.",
        "Wang et al. 2022, Interpretability in the Wild, arXiv:2211.00593, section 3",
        "none");
  }

  @Override
  public Metric create(Options options) {
    options.as(NoOptions.class);
    return Metric.of(
        new MetricTraits(Direction.HIGHER, Reads.ANSWERS, true, true, false, false),
        LogitDifference::values);
  }

  private static NDArray values(Readout readout) {
    return meanLogit(readout.logits(), readout.answers())
        .sub(meanLogit(readout.logits(), readout.wrongAnswers()));
  }

  /** The mean of the marked logits [batch]. */
  private static NDArray meanLogit(NDArray logits, NDArray marked) {
    return logits.mul(marked).sum(TOKENS).div(marked.sum(TOKENS));
  }
}
