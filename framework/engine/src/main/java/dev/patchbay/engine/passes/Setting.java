package dev.patchbay.engine.passes;

import dev.patchbay.engine.readout.NamedMetric;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.spi.ablation.Ablation;

/**
 * What every pass of an experiment goes by.
 *
 * @param model that runs
 * @param metric that judges it
 * @param ablation what stands in for a sender along an absent edge
 * @param meter that counts what is spent
 */
public record Setting(LoadedModel model, NamedMetric metric, Ablation ablation, PassMeter meter) {

  public Setting with(NamedMetric other) {
    return new Setting(model, other, ablation, meter);
  }

  public Setting with(Ablation other) {
    return new Setting(model, metric, other, meter);
  }

  /** The same with nothing spent yet, on so many prompts. */
  public Setting metered(int prompts) {
    return new Setting(model, metric, ablation, new PassMeter(prompts));
  }
}
