package dev.patchbay.plugins.ablation;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.BuiltIn;
import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.ablation.AblationProvider;
import dev.patchbay.spi.run.At;

/** Stands in with the sender's mean at the same position, over the prompts that have it. */
@AutoService(AblationProvider.class)
public final class MeanPositional extends BuiltIn<Mean.Config, Ablation>
    implements AblationProvider {

  public MeanPositional() {
    super(
        "mean-positional",
        "Each sender's mean at the same position, over the prompts that have that position.",
        "Wang et al. 2022, Interpretability in the Wild, arXiv:2211.00593, section 2",
        "one pass over all prompts",
        Mean.Config.class,
        config ->
            Ablation.of(
                config.over() == At.CORRUPTED, scope -> scope.meanByPosition(config.over())));
  }
}
