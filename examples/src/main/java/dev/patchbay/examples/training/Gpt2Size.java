package dev.patchbay.examples.training;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How large a model of GPT-2's shape is.
 *
 * @param vocabulary how many tokens it knows
 * @param positions the longest text that it reads, in tokens
 */
public record Gpt2Size(int layers, int heads, int dModel, int dMlp, int vocabulary, int positions) {

  /** Four layers of eight heads, 128 wide: what {@code patchbay-small} has. */
  static Gpt2Size small(int vocabulary) {
    return new Gpt2Size(4, 8, 128, 512, vocabulary, 64);
  }

  int dHead() {
    return dModel / heads;
  }

  /** The shape of each weight, by the name that Hugging Face gives it, in the model's order. */
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("transformer.wte.weight", new Shape(vocabulary, dModel));
    shapes.put("transformer.wpe.weight", new Shape(positions, dModel));
    for (int layer = 0; layer < layers; layer++) {
      String at = "transformer.h." + layer + ".";
      norm(shapes, at + "ln_1");
      linear(shapes, at + "attn.c_attn", dModel, 3 * dModel);
      linear(shapes, at + "attn.c_proj", dModel, dModel);
      norm(shapes, at + "ln_2");
      linear(shapes, at + "mlp.c_fc", dModel, dMlp);
      linear(shapes, at + "mlp.c_proj", dMlp, dModel);
    }
    norm(shapes, "transformer.ln_f");
    return shapes;
  }

  /** How many numbers are trained. */
  long parameters() {
    return shapes().values().stream().mapToLong(Shape::size).sum();
  }

  private void norm(Map<String, Shape> shapes, String name) {
    shapes.put(name + ".weight", new Shape(dModel));
    shapes.put(name + ".bias", new Shape(dModel));
  }

  private static void linear(Map<String, Shape> shapes, String name, int in, int out) {
    shapes.put(name + ".weight", new Shape(in, out));
    shapes.put(name + ".bias", new Shape(out));
  }
}
