package dev.patchbay.core.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.spi.plugin.PatchbayException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of PEFT's: changes to a model, such as LoRA's, which lies elsewhere. */
final class Adapter {

  private static final String CONFIG = "adapter_config.json";
  private static final long LONGEST_CONFIG = 1L << 20;

  private Adapter() {}

  /**
   * Refuses a folder that holds one. Where a model lies beside it, transformers applies the one to
   * the other, if it can.
   */
  static void refuse(Path folder) {
    Path file = folder.resolve(CONFIG);
    if (!Files.isRegularFile(file)) {
      return;
    }
    JsonNode config = JsonFile.object(file, LONGEST_CONFIG);
    throw PatchbayException.failed(
        "%s: this folder holds an adapter (%s) for the model '%s', and adapters are not applied."
            .formatted(
                folder,
                config.path("peft_type").asText("PEFT"),
                config.path("base_model_name_or_path").asText("unknown")),
        "Merge it: python -c \"from peft import AutoPeftModelForCausalLM as M;"
            + " M.from_pretrained('.').merge_and_unload().save_pretrained('merged')\". A model"
            + " that lies here runs without the adapter once %s is gone.".formatted(CONFIG));
  }
}
