package dev.patchbay.model.weights;

import dev.patchbay.spi.plugin.PatchbayException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows the words that wrappers of a model put into the names of its tensors. */
final class WrappedNames {

  private static final Pattern WRAPPER =
      Pattern.compile(
          "(^module|^base_model\\.model|_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module"
              + "|lora_[AB]|base_layer)\\.");

  private static final String PEFT = "PEFT puts it around a model with an adapter";
  private static final String MERGE = "model.merge_and_unload().save_pretrained(folder)";

  /** What puts a word there, where that is not PEFT. */
  private static final Map<String, String> WRAPPERS =
      Map.of(
          "module", "DataParallel, DDP and DeepSpeed put it around a model",
          "_orig_mod", "torch.compile puts it around a model",
          "_fsdp_wrapped_module", "FSDP puts it around a model and its layers",
          "_checkpoint_wrapped_module", "activation checkpointing puts it around layers");

  private WrappedNames() {}

  /** Refuses names with such a word in them. */
  static void refuse(String model, Iterable<String> unread) {
    for (String name : unread) {
      Matcher wrapper = WRAPPER.matcher(name);
      if (wrapper.find()) {
        String word = wrapper.group(1);
        String reason = WRAPPERS.getOrDefault(word, PEFT);
        throw PatchbayException.failed(
            "%s: the tensor '%s' is called after a wrapper: '%s' is there because %s."
                .formatted(model, name, word, reason),
            reason.equals(PEFT)
                ? "Merge the adapter and save again: " + MERGE + "."
                : "Save the model without the wrapper, or take '%s.' out of the tensors' names."
                    .formatted(word));
      }
    }
  }
}
