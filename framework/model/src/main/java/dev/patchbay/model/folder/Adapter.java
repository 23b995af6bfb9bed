package dev.patchbay.model.folder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.model.file.JsonFile;
import dev.patchbay.spi.plugin.PatchbayException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What PEFT writes: changes to a base model, such as LoRA's, which is elsewhere. */
public record Adapter(String type, String base) {

  public static final String CONFIG = "adapter_config.json";

  private static final long LONGEST_CONFIG = 1L << 20;

  public static Adapter read(Path file) {
    JsonNode config = JsonFile.object(file, LONGEST_CONFIG);
    return new Adapter(
        config.path("peft_type").asText("PEFT"),
        config.path("base_model_name_or_path").asText("unknown"));
  }

  /**
   * Refuses a folder that holds one. Where a model is beside it, transformers applies the one to
   * the other, if it can.
   */
  static void refuse(Path folder) {
    Path file = folder.resolve(CONFIG);
    if (Files.isRegularFile(file)) {
      throw read(file)
          .refusal(
              folder + ": this folder",
              "'.'",
              " A model in this folder runs without the adapter once %s is gone."
                  .formatted(CONFIG));
    }
  }

  /**
   * That adapters are not applied, with the command that merges this one.
   *
   * @param holder what holds it, for the message
   * @param source the arguments, in Python, by which PEFT finds it
   * @param more what else there is to say
   */
  public PatchbayException refusal(String holder, String source, String more) {
    return PatchbayException.failed(
        "%s holds an adapter (%s) for the model '%s', and adapters are not applied."
            .formatted(holder, type, base),
        "Merge it: python -c \"from peft import AutoPeftModelForCausalLM as M;"
            + " M.from_pretrained(%s).merge_and_unload().save_pretrained('merged')\".%s"
                .formatted(source, more));
  }
}
