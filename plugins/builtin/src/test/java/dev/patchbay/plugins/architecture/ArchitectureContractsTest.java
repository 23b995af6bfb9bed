package dev.patchbay.plugins.architecture;

import dev.patchbay.plugins.model.InductionModel;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.WeightShapes;
import dev.patchbay.testkit.ArchitectureContract;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

/** What is asked of any architecture is asked of ours. */
class ArchitectureContractsTest {

  @Nested
  class Gpt2Test extends ArchitectureContract {

    @Override
    protected Architecture provider() {
      return new Gpt2Architecture();
    }

    @Override
    protected CheckpointConfig config() {
      Map<String, Integer> sizes =
          Map.of("n_layer", 1, "n_head", 2, "n_embd", 4, "vocab_size", 5, "n_positions", 6);
      Map<String, Object> fields = new HashMap<>(sizes);
      fields.put("model_type", "gpt2");
      return new CheckpointConfig("config.json", fields);
    }

    @Override
    protected Set<String> storedNames() {
      return Set.of(
          "wte.weight",
          "wpe.weight",
          "h.0.ln_1.weight",
          "h.0.ln_1.bias",
          "h.0.attn.c_attn.weight",
          "h.0.attn.c_attn.bias",
          "h.0.attn.c_proj.weight",
          "h.0.attn.c_proj.bias",
          "h.0.ln_2.weight",
          "h.0.ln_2.bias",
          "h.0.mlp.c_fc.weight",
          "h.0.mlp.c_fc.bias",
          "h.0.mlp.c_proj.weight",
          "h.0.mlp.c_proj.bias",
          "ln_f.weight",
          "ln_f.bias");
    }
  }

  @Nested
  class TransformerLensTest extends ArchitectureContract {

    @Override
    protected Architecture provider() {
      return new TransformerLensArchitecture();
    }

    @Override
    protected CheckpointConfig config() {
      Map<String, Integer> sizes =
          Map.of(
              "n_layers", 2, "n_heads", 4, "d_model", 16, "d_head", 4, "n_ctx", 8, "d_vocab", 10);
      Map<String, @Nullable Object> fields = new HashMap<>(sizes);
      fields.put("attn_only", true);
      fields.put("normalization_type", null);
      return new CheckpointConfig("config.json", fields);
    }

    @Override
    protected Set<String> storedNames() {
      return WeightShapes.of(InductionModel.spec()).keySet(); // of two layers, attention alone
    }
  }
}
