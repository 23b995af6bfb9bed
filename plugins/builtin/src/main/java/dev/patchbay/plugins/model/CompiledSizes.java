package dev.patchbay.plugins.model;

import dev.patchbay.plugins.architecture.TransformerLensArchitecture;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How large a compiled model is.
 *
 * @param layers layers
 * @param heads heads of a layer, idle ones among them
 * @param meanings dimensions of the residual stream that mean something
 * @param paper dimensions after them to which only distractors write
 * @param dHead width of a head
 * @param dMlp neurons of an MLP, 0 for none
 * @param vocabulary tokens
 * @param context longest prompt
 */
record CompiledSizes(
    int layers,
    int heads,
    int meanings,
    int paper,
    int dHead,
    int dMlp,
    int vocabulary,
    int context) {

  /** Width of the residual stream. */
  int dModel() {
    return meanings + paper;
  }

  /** The block on which distractors write. */
  Subspace paperBlock() {
    return new Subspace(meanings, paper);
  }

  /** The sizes with this many more heads a layer, this many more neurons, and paper for them. */
  CompiledSizes with(int moreHeads, int moreNeurons, int leastPaper) {
    return new CompiledSizes(
        layers,
        heads + moreHeads,
        meanings,
        Math.max(paper, leastPaper),
        dHead,
        dMlp + moreNeurons,
        vocabulary,
        context);
  }

  /** A model of these sizes without a norm. */
  ModelSpec spec() {
    return spec(config("compiled", dModel(), false));
  }

  static ModelSpec spec(CheckpointConfig config) {
    return new TransformerLensArchitecture().spec(config);
  }

  /**
   * The configuration as a checkpoint would hold it.
   *
   * @param width of the residual stream
   */
  CheckpointConfig config(String name, int width, boolean layerNorm) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("model_name", name);
    fields.put("n_layers", layers);
    fields.put("n_heads", heads);
    fields.put("d_model", width);
    fields.put("d_head", dHead);
    if (dMlp > 0) {
      fields.put("d_mlp", dMlp);
      fields.put("act_fn", "relu");
    }
    fields.put("d_vocab", vocabulary);
    fields.put("d_vocab_out", vocabulary);
    fields.put("n_ctx", context);
    fields.put("attn_only", dMlp == 0);
    fields.put("normalization_type", layerNorm ? "LN" : null);
    fields.put("positional_embedding_type", "standard");
    fields.put("attention_dir", "causal");
    fields.put("use_attn_scale", true);
    return new CheckpointConfig("the embedded model '" + name + "'", fields);
  }
}
