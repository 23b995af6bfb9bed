package dev.patchbay.plugins.architecture;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.architecture.LlamaTraits.AttentionBias;
import dev.patchbay.plugins.architecture.LlamaTraits.Windows;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.AttentionSpec;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Activation;

/**
 * Gemma 2: Gemma with norms after attention and MLP, soft caps on scores and logits, windows in
 * every other layer and an attention scale of its own.
 */
@AutoService(Architecture.class)
public final class Gemma2Architecture extends LlamaFamily {

  private static final double USUAL_SCALAR = 256;
  private static final double USUAL_SCORE_CAP = 50;
  private static final double USUAL_LOGIT_CAP = 30;

  public Gemma2Architecture() {
    super(
        "gemma2",
        "Gemma 2 checkpoints in Hugging Face's layout.",
        "Gemma Team 2024, Gemma 2: Improving Open Language Models at a Practical Size, §2",
        new LlamaTraits(AttentionBias.NEVER, Windows.EVERY_OTHER_LAYER, false, true));
  }

  @Override
  Activation activation(CheckpointConfig config) {
    return GemmaActivation.read(config, "hidden_activation", "hidden_act");
  }

  @Override
  public ModelSpec spec(CheckpointConfig config) {
    // A bias after the heads would pass their norm, and no head would own its share.
    for (String flag : new String[] {"attention_bias", "use_bidirectional_attention"}) {
      if (config.flag(flag, false)) {
        throw config.unsupported(flag, "false");
      }
    }
    return super.spec(config).toBuilder()
        .postNorms(true)
        .logitCap(cap(config, "final_logit_softcapping", USUAL_LOGIT_CAP))
        .build();
  }

  @Override
  AttentionSpec attention(CheckpointConfig config, ModelSpec sizes) {
    AttentionSpec plain = super.attention(config, sizes);
    return new AttentionSpec(
            Math.sqrt(above0(config, "query_pre_attn_scalar", USUAL_SCALAR)),
            plain.rotaryFrequencies(),
            plain.windows(),
            plain.headNorms())
        .withSoftCap(cap(config, "attn_logit_softcapping", USUAL_SCORE_CAP));
  }

  /** 0 where the file says null; the usual cap where it says nothing. */
  private static double cap(CheckpointConfig config, String name, double usual) {
    boolean none = config.names().contains(name) && !config.has(name);
    return none ? 0 : above0(config, name, usual);
  }

  private static double above0(CheckpointConfig config, String name, double usual) {
    return ConfigSizes.above0(config, name, config.number(name, usual));
  }
}
