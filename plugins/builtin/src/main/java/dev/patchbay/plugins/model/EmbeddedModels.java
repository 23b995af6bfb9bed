package dev.patchbay.plugins.model;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelSource;
import dev.patchbay.spi.plugin.PluginDescriptor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The models that need no download: written down as code, built when they are opened. */
@AutoService(ModelSource.class)
public final class EmbeddedModels implements ModelSource {

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "embedded",
        "Models inside Patchbay itself, with hand-set weights and known circuits.",
        "none",
        "none");
  }

  @Override
  public Optional<Checkpoint> open(String reference) {
    return switch (reference) {
      case ReverseModel.NAME -> Optional.of(ReverseModel.checkpoint());
      case ProportionModel.NAME -> Optional.of(ProportionModel.checkpoint());
      default -> CompiledModels.open(reference);
    };
  }

  @Override
  public List<String> names() {
    return Stream.concat(
            CompiledModels.names().stream(), Stream.of(ProportionModel.NAME, ReverseModel.NAME))
        .toList();
  }
}
