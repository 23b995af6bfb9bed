package dev.patchbay.testkit;

import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Activation;
import dev.patchbay.spi.model.ModelSpec.Norm;
import dev.patchbay.spi.model.TensorRecipe;
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
    return new ModelSpec(
        FAMILY,
        config.integer("n_layers"),
        config.integer("n_heads"),
        config.integer("d_model"),
        config.integer("d_head"),
        config.integer("d_mlp"),
        config.integer("d_vocab"),
        config.integer("d_vocab"),
        config.integer("n_ctx"),
        config.flag("layer_norm", false) ? Norm.LAYER_NORM : Norm.NONE,
        config.number("epsilon", 0),
        Activation.GELU_TANH,
        Math.sqrt(config.integer("d_head")));
  }

  @Override
  public Map<String, TensorRecipe> weights(ModelSpec spec, Set<String> stored) {
    Map<String, TensorRecipe> weights = new LinkedHashMap<>();
    shapes(spec).keySet().forEach(name -> weights.put(name, TensorRecipe.of(name)));
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

  /**
   * Every weight that a model of this spec has, by the names of {@link Architecture}, and its
   * shape.
   */
  static Map<String, Shape> shapes(ModelSpec spec) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("embed.W_E", new Shape(spec.dVocab(), spec.dModel()));
    shapes.put("pos_embed.W_pos", new Shape(spec.nCtx(), spec.dModel()));
    for (int layer = 0; layer < spec.nLayers(); layer++) {
      String block = "blocks." + layer + ".";
      norm(spec, block + "ln1", shapes);
      for (String port : new String[] {"Q", "K", "V"}) {
        shapes.put(block + "attn.W_" + port, new Shape(spec.nHeads(), spec.dModel(), spec.dHead()));
        shapes.put(block + "attn.b_" + port, new Shape(spec.nHeads(), spec.dHead()));
      }
      shapes.put(block + "attn.W_O", new Shape(spec.nHeads(), spec.dHead(), spec.dModel()));
      shapes.put(block + "attn.b_O", new Shape(spec.dModel()));
      if (spec.hasMlps()) {
        norm(spec, block + "ln2", shapes);
        shapes.put(block + "mlp.W_in", new Shape(spec.dModel(), spec.dMlp()));
        shapes.put(block + "mlp.b_in", new Shape(spec.dMlp()));
        shapes.put(block + "mlp.W_out", new Shape(spec.dMlp(), spec.dModel()));
        shapes.put(block + "mlp.b_out", new Shape(spec.dModel()));
      }
    }
    norm(spec, "ln_final", shapes);
    shapes.put("unembed.W_U", new Shape(spec.dModel(), spec.dVocabOut()));
    shapes.put("unembed.b_U", new Shape(spec.dVocabOut()));
    return shapes;
  }

  private static void norm(ModelSpec spec, String name, Map<String, Shape> shapes) {
    if (spec.norm() == Norm.LAYER_NORM) {
      shapes.put(name + ".w", new Shape(spec.dModel()));
      shapes.put(name + ".b", new Shape(spec.dModel()));
    }
  }
}
