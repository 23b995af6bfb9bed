package dev.patchbay.plugins.model;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelSource;
import dev.patchbay.spi.plugin.PluginDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The models that need no download: a trained one, and those written down as code, built when they
 * are opened.
 */
@AutoService(ModelSource.class)
public final class EmbeddedModels implements ModelSource {

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "embedded",
        "Models inside Patchbay itself: one trained, others with hand-set weights and known circuits.",
        "none",
        "none");
  }

  @Override
  public Optional<Checkpoint> open(String reference) {
    return switch (reference) {
      case PatchbaySmall.NAME -> Optional.of(PatchbaySmall.checkpoint());
      case ReverseModel.NAME -> Optional.of(ReverseModel.checkpoint());
      case ProportionModel.NAME -> Optional.of(ProportionModel.checkpoint());
      default -> CompiledModels.open(reference);
    };
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>(List.of(PatchbaySmall.NAME));
    names.addAll(CompiledModels.names());
    names.addAll(List.of(ProportionModel.NAME, ReverseModel.NAME));
    return names;
  }
}
