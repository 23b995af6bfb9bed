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
 * How far are the circuit's predictions from the full model's? KL(full model ‖ circuit) at the
 * answer position over the whole vocabulary, in nats. Zero at the clean run, where its gradient
 * vanishes: nothing for first-order methods.
 */
@AutoService(MetricProvider.class)
public final class KlDivergence implements MetricProvider {

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "kl-divergence",
        "KL divergence of the full model's predictions from the circuit's, in nats.",
        "Conmy et al. 2023, Towards Automated Circuit Discovery, arXiv:2304.14997, section 2.2",
        "one clean pass to compare with");
  }

  @Override
  public Metric create(Options options) {
    options.as(NoOptions.class);
    return Metric.of(
        new MetricTraits(Direction.LOWER, Reads.VOCABULARY, false, false, true, true),
        KlDivergence::values);
  }

  private static NDArray values(Readout readout) {
    NDArray full = readout.reference().logSoftmax(-1); // [batch, token]
    NDArray circuit = readout.logits().logSoftmax(-1);
    return full.exp().mul(full.sub(circuit)).sum(Columns.TOKENS);
  }
}
