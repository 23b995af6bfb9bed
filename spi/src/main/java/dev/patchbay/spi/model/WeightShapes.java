package dev.patchbay.spi.model;

import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which weights a model has, and in which shapes: the table of {@link Architecture}, as data. */
public final class WeightShapes {

  private final ModelSpec spec;
  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  private WeightShapes(ModelSpec spec) {
    this.spec = spec;
  }

  /** Every weight of a model that is built like this, from the embedding to the unembedding. */
  public static Map<String, Shape> of(ModelSpec spec) {
    WeightShapes weights = new WeightShapes(spec);
    weights.add("embed.W_E", spec.dVocab(), spec.dModel());
    if (!spec.attention().rotary()) {
      weights.add("pos_embed.W_pos", spec.nCtx(), spec.dModel());
    }
    for (int layer = 0; layer < spec.nLayers(); layer++) {
      weights.addLayer("blocks." + layer + ".");
    }
    weights.addNorm("ln_final");
    weights.add("unembed.W_U", spec.dModel(), spec.dVocabOut());
    weights.add("unembed.b_U", spec.dVocabOut());
    return Collections.unmodifiableMap(weights.shapes);
  }

  private void addLayer(String layer) {
    addNorm(layer + "ln1");
    addHeads(layer, "Q", spec.nHeads());
    addHeads(layer, "K", spec.nKvHeads());
    addHeads(layer, "V", spec.nKvHeads());
    if (spec.attention().headNorms()) {
      add(layer + "attn.q_norm.w", spec.dHead());
      add(layer + "attn.k_norm.w", spec.dHead());
    }
    add(layer + "attn.W_O", spec.nHeads(), spec.dHead(), spec.dModel());
    if (spec.postNorms()) {
      addNorm(layer + "ln1_post");
    } else {
      add(layer + "attn.b_O", spec.dModel());
    }
    if (spec.hasMlps()) {
      addNorm(layer + "ln2");
      if (spec.gatedMlp()) {
        add(layer + "mlp.W_gate", spec.dModel(), spec.dMlp());
        add(layer + "mlp.b_gate", spec.dMlp());
      }
      add(layer + "mlp.W_in", spec.dModel(), spec.dMlp());
      add(layer + "mlp.b_in", spec.dMlp());
      add(layer + "mlp.W_out", spec.dMlp(), spec.dModel());
      add(layer + "mlp.b_out", spec.dModel());
      if (spec.postNorms()) {
        addNorm(layer + "ln2_post");
      }
    }
  }

  private void addHeads(String layer, String input, int heads) {
    add(layer + "attn.W_" + input, heads, spec.dModel(), spec.dHead());
    add(layer + "attn.b_" + input, heads, spec.dHead());
  }

  private void addNorm(String norm) {
    if (spec.norm() != ModelSpec.Norm.NONE) {
      add(norm + ".w", spec.dModel());
    }
    if (spec.norm() == ModelSpec.Norm.LAYER_NORM) {
      add(norm + ".b", spec.dModel());
    }
  }

  private void add(String name, long... shape) {
    shapes.put(name, new Shape(shape));
  }
}
