package dev.patchbay.plugins.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.model.weights.UnreadTensors;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose configuration forgets a part of the model, and files with more than a model. */
class UnreadWeightsTest {

  private static final Map<String, Architecture> ARCHITECTURES =
      ServiceLoader.load(Architecture.class).stream()
          .map(ServiceLoader.Provider::get)
          .collect(Collectors.toMap(a -> a.descriptor().name(), Function.identity()));

  @ParameterizedTest
  @CsvSource({
    "qwen3-tiny,llama,4 tensors 'model.layers.0.self_attn.k_norm.weight'",
    "gemma2-tiny,gemma,4 tensors 'model.layers.0.post_feedforward_layernorm.weight'"
  })
  void notes_ofAModelLabelledAsAnother_refuseWhatItForgets(
      String model, String label, String named) {
    StoredModel mislabelled = StoredModel.of(model).with("model_type", label);

    assertRefused(label, mislabelled, "tiny: a model as in config.json does not read " + named);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-neo-tiny,gpt-neo,num_layers",
    "gpt-neox-tiny,gpt-neox,num_hidden_layers",
    "opt-tiny,opt,num_hidden_layers",
    "phi-tiny,phi,num_hidden_layers",
    "llama-tiny,llama,num_hidden_layers",
    "mistral-tiny,mistral,num_hidden_layers",
    "qwen2-tiny,qwen2,num_hidden_layers",
    "qwen3-tiny,qwen3,num_hidden_layers",
    "gemma-tiny,gemma,num_hidden_layers",
    "gemma2-tiny,gemma2,num_hidden_layers"
  })
  void notes_ofAModelThatForgetsALayer_refuseIt(String model, String family, String layers) {
    StoredModel shorter =
        StoredModel.of(model)
            .without("layer_types", "attention_types")
            .with("attention_layers", List.of("global"))
            .with(layers, 1);

    assertRefused(family, shorter, "which belong to its layers, norms, embeddings or head.\n");
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-neo-tiny,gpt-neo,transformer.h.0.attn.attention.bias",
    "gpt-neo-tiny,gpt-neo,transformer.h.1.attn.attention.masked_bias",
    "gpt-neox-tiny,gpt-neox,gpt_neox.layers.0.attention.bias",
    "gpt-neox-tiny,gpt-neox,gpt_neox.layers.0.attention.masked_bias",
    "gpt-neox-tiny,gpt-neox,gpt_neox.layers.1.attention.rotary_emb.inv_freq",
    "llama-tiny,llama,model.layers.0.self_attn.rotary_emb.inv_freq",
    "llama-tiny,llama,model.rotary_emb.inv_freq",
    "phi-tiny,phi,model.layers.0.self_attn.rotary_emb.inv_freq"
  })
  void notes_ofABuffer_areNone(String model, String family, String buffer) {
    assertThat(notes(family, StoredModel.of(model).adding(buffer))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-neo-tiny,gpt-neo",
        "gpt-neox-tiny,gpt-neox",
        "opt-tiny,opt",
        "phi-tiny,phi",
        "llama-tiny,llama",
        "gemma2-tiny,gemma2"
      })
  void notes_ofAnotherHead_nameIt(String words) {
    String[] model = words.split(",", -1);

    assertThat(notes(model[1], StoredModel.of(model[0]))).isEmpty();
    assertThat(notes(model[1], StoredModel.of(model[0]).adding("score.weight")))
        .containsExactly("the tensor 'score.weight' in the file, which the model does not read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "score.0.weight",
        "classifier.2.bias",
        "medusa_head.0.0.linear.weight",
        "v_head.norm.w"
      })
  void notes_ofAnotherHeadInLayers_nameIt(String tensor) {
    assertThat(notes("llama", StoredModel.of("llama-tiny").adding(tensor)))
        .containsExactly(
            "the tensor '%s' in the file, which the model does not read".formatted(tensor));
  }

  /** Only Phi's head has a bias; transformers ignores that of any other. */
  @ParameterizedTest
  @CsvSource({
    "gpt-neo-tiny,gpt-neo,lm_head",
    "gpt-neox-tiny,gpt-neox,embed_out",
    "opt-tiny,opt,lm_head",
    "llama-tiny,llama,lm_head",
    "mistral-tiny,mistral,lm_head",
    "qwen2-tiny,qwen2,lm_head",
    "qwen3-tiny,qwen3,lm_head",
    "gemma-tiny,gemma,lm_head",
    "gemma2-tiny,gemma2,lm_head"
  })
  void notes_ofABiasOnTheHead_refuseIt(String model, String family, String head) {
    assertRefused(
        family,
        StoredModel.of(model).adding(head + ".bias"),
        "does not read the tensor '%s.bias', which belongs to its layers, norms, embeddings or head."
            .formatted(head));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "module.|module|DataParallel, DDP and DeepSpeed put it around a model",
        "_orig_mod.|_orig_mod|torch.compile puts it around a model",
        "_fsdp_wrapped_module.|_fsdp_wrapped_module|FSDP puts it around a model and its layers"
      })
  void notes_ofAWrappedModel_nameTheWrapper(String prefix, String word, String who) {
    StoredModel wrapped = StoredModel.of("llama-tiny").renaming(name -> prefix + name);

    assertRefused(
        "llama",
        wrapped,
        "tiny: the tensor '%slm_head.weight' is called after a wrapper: '%s' is there because %s.\n"
                .formatted(prefix, word, who)
            + "Save the model without the wrapper, or take '%s.' out of the tensors' names."
                .formatted(word));
  }

  /** Wrappers of single layers stand in the middle of names. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "layers.0._orig_mod.",
        "layers.0._checkpoint_wrapped_module.",
        "layers.0._fsdp_wrapped_module."
      })
  void notes_ofAWrappedLayer_nameTheWrapper(String layer) {
    StoredModel wrapped =
        StoredModel.of("llama-tiny").renaming(name -> name.replace("layers.0.", layer));

    assertRefused("llama", wrapped, "' is called after a wrapper: '");
  }

  @ParameterizedTest
  @ValueSource(strings = {"base_layer.weight", "lora_A.default.weight", "lora_B.weight"})
  void notes_ofAnAdapterThatIsNotMerged_sayHowToMergeIt(String part) {
    assertRefused(
        "llama",
        StoredModel.of("llama-tiny").adding("model.layers.0.self_attn.q_proj." + part),
        "' is there because PEFT puts it around a model with an adapter.\n"
            + "Merge the adapter and save again:"
            + " model.merge_and_unload().save_pretrained(folder).");
  }

  private static void assertRefused(String family, StoredModel model, String message) {
    assertThatThrownBy(() -> notes(family, model))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining(message);
  }

  private static List<String> notes(String family, StoredModel model) {
    return UnreadTensors.notes(
        model.checkpoint(), ARCHITECTURES.getOrDefault(family, new Gpt2Architecture()));
  }
}
