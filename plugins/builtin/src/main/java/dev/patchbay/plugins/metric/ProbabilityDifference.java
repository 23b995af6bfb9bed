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

/** By how much are the answers likelier than the wrong answers? The difference of both sums. */
@AutoService(MetricProvider.class)
public final class ProbabilityDifference implements MetricProvider {

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "probability-difference",
        "Sum of the answers' probabilities minus sum of the wrong answers'.",
        "Hanna et al. 2023, How does GPT-2 compute greater-than?, arXiv:2305.00586, section 3",
        "none");
  }

  @Override
  public Metric create(Options options) {
    options.as(NoOptions.class);
    return Metric.of(
        new MetricTraits(Direction.HIGHER, Reads.VOCABULARY, true, true, false, false),
        ProbabilityDifference::values);
  }

  private static NDArray values(Readout readout) {
    NDArray probabilities = readout.logits().softmax(-1); // [batch, token]
    return probabilities.mul(readout.answers().sub(readout.wrongAnswers())).sum(Columns.TOKENS);
  }
}
