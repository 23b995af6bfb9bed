package dev.patchbay.testkit;

import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Activation;
import dev.patchbay.spi.model.ModelSpec.Norm;
import dev.patchbay.spi.model.TensorRecipe;
import dev.patchbay.spi.model.WeightShapes;
import dev.patchbay.spi.plugin.PluginDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Checkpoints whose tensors already have the framework's names and shapes. */
public final class TinyArchitecture implements Architecture {

  static final String FAMILY = "tiny";

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        FAMILY, "The test kit's models, stored as the framework names them.", "none", "none");
  }

  @Override
  public boolean reads(CheckpointConfig config) {
    return config.text("model_type", "").equals(FAMILY);
  }

  @Override
  public ModelSpec spec(CheckpointConfig config) {
    return ModelSpec.builder(FAMILY)
        .nLayers(config.integer("n_layers"))
        .nHeads(config.integer("n_heads"))
        .dModel(config.integer("d_model"))
        .dHead(config.integer("d_head"))
        .mlps(config.integer("d_mlp"), Activation.GELU_TANH)
        .dVocab(config.integer("d_vocab"))
        .nCtx(config.integer("n_ctx"))
        .norm(
            config.flag("layer_norm", false) ? Norm.LAYER_NORM : Norm.NONE,
            config.number("epsilon", 0))
        .build();
  }

  @Override
  public Map<String, TensorRecipe> weights(ModelSpec spec, Set<String> stored) {
    Map<String, TensorRecipe> weights = new LinkedHashMap<>();
    WeightShapes.of(spec).keySet().forEach(name -> weights.put(name, TensorRecipe.of(name)));
    return weights;
  }

  static CheckpointConfig config(ModelSpec spec) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("model_type", FAMILY);
    fields.put("n_layers", spec.nLayers());
    fields.put("n_heads", spec.nHeads());
    fields.put("d_model", spec.dModel());
    fields.put("d_head", spec.dHead());
    fields.put("d_mlp", spec.dMlp());
    fields.put("d_vocab", spec.dVocab());
    fields.put("n_ctx", spec.nCtx());
    fields.put("layer_norm", spec.norm() == Norm.LAYER_NORM);
    fields.put("epsilon", spec.normEpsilon());
    return new CheckpointConfig(FAMILY, fields);
  }
}
