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

  /**
   * What makes a model hard to see through, in the exam: no axis of the stream means anything,
   * every layer has distractors and an MLP, LayerNorm comes before every reader, and no weight is
   * exactly 0. Fixed before any method was run on it, by accuracy and by {@code exact}: every true
   * edge has at least ten times the effect of any other.
   */
  static final String HARDENING = "rotate=1,distractors=2,layer-norm=true,noise=.01";

  private static final List<String> HARDENED =
      List.of("docstring", "greater-than", "induction", "ioi");

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
  public Optional<String> task(String reference) {
    return switch (reference) {
      case PatchbaySmall.NAME -> Optional.of("ioi"); // one of the three that it was trained on
      case ReverseModel.NAME, ProportionModel.NAME -> Optional.of(reference);
      default -> CompiledModels.task(reference);
    };
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>(List.of(PatchbaySmall.NAME));
    names.addAll(CompiledModels.names());
    names.addAll(List.of(ProportionModel.NAME, ReverseModel.NAME));
    return names;
  }

  @Override
  public List<String> examined() {
    List<String> models = new ArrayList<>(names());
    HARDENED.forEach(name -> models.add(name + ":" + HARDENING));
    return models;
  }
}
