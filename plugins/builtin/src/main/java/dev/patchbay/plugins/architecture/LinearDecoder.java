package dev.patchbay.plugins.architecture;

import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.TensorRecipe;
import dev.patchbay.spi.plugin.PluginDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decoders of PyTorch's {@code Linear} layers, as Hugging Face stores them. */
abstract class LinearDecoder implements Architecture {

  private final PluginDescriptor descriptor;
  private final TensorNames names;
  private final boolean tiedIfSilent;

  /**
   * @param name the plug-in's, which is the {@code model_type} with hyphens
   * @param tiedIfSilent whether the family's models are tied where the file says nothing
   */
  LinearDecoder(
      String name, String summary, String citation, TensorNames names, boolean tiedIfSilent) {
    this.descriptor = new PluginDescriptor(name, summary, citation, "none");
    this.names = names;
    this.tiedIfSilent = tiedIfSilent;
  }

  /**
   * Whether a layer's part has a bias.
   *
   * @param claim what says so, for messages
   */
  record Bias(String claim, boolean there) {}

  /** Whether a part of a layer, of this name, has a bias. */
  abstract Bias bias(CheckpointConfig config, String part);

  /**
   * Adds the weights that this family has and others do not.
   *
   * @param base what comes before the names of the checkpoint's tensors
   */
  void addOwn(LinearRecipes recipes, ModelSpec spec, String base) {}

  @Override
  public final PluginDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public final boolean reads(CheckpointConfig config) {
    return descriptor.name().replace('-', '_').equals(config.fields().get("model_type"));
  }

  @Override
  public void check(Checkpoint checkpoint) {
    CheckpointConfig config = checkpoint.config();
    TensorClaims claims = new TensorClaims(checkpoint);
    String base = base(checkpoint.tensorNames());
    claims.tied(base + names.embedding(), names.unembedding(), tiedIfSilent);
    List<String> parts = new ArrayList<>(names.inputs());
    parts.add(names.output());
    parts.addAll(names.mlp());
    int layers = spec(config).nLayers();
    for (int layer = 0; layer < layers; layer++) {
      for (String part : parts) {
        Bias bias = bias(config, part);
        claims.bias(bias.claim(), bias.there(), base + names.layers() + layer + "." + part);
      }
    }
  }

  @Override
  public Map<String, TensorRecipe> weights(ModelSpec spec, Set<String> stored) {
    LinearRecipes recipes = new LinearRecipes(spec, stored);
    String base = base(stored);
    recipes.put("embed.W_E", TensorRecipe.of(base + names.embedding() + ".weight"));
    for (int layer = 0; layer < spec.nLayers(); layer++) {
      addLayer(recipes, "blocks." + layer + ".", base + names.layers() + layer + ".");
    }
    recipes.norm("ln_final", base + names.finalNorm());
    recipes.unembedding(names.unembedding(), base + names.embedding());
    addOwn(recipes, spec, base);
    return recipes.weights();
  }

  private void addLayer(LinearRecipes recipes, String to, String from) {
    List<String> inputs = names.inputs();
    List<String> mlp = names.mlp();
    recipes.norm(to + "ln1", from + names.attentionNorm());
    if (inputs.size() == 1) {
      recipes.fusedHeads(to + "attn.", from + inputs.get(0));
    } else {
      recipes.queries(to + "attn.", from + inputs.get(0));
      recipes.shared(to + "attn.", "K", from + inputs.get(1));
      recipes.shared(to + "attn.", "V", from + inputs.get(2));
    }
    recipes.headOutput(to + "attn.", from + names.output());
    recipes.norm(to + "ln2", from + names.mlpNorm());
    if (mlp.size() > 2) {
      recipes.gate(to + "mlp.", from + mlp.get(0));
    }
    recipes.mlp(to + "mlp.", from + mlp.get(mlp.size() - 2), from + mlp.get(mlp.size() - 1));
  }

  private String base(Set<String> stored) {
    return TensorNames.base(stored, names.prefix(), names.embedding());
  }
}
