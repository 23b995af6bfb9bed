package dev.patchbay.engine.passes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.spi.model.ModelSpec;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Zeros that are added to a pass at the points where a gradient is wanted: the gradient at the
 * zeros is the gradient there. Fresh for every pass, since DJL's gradients accumulate.
 *
 * @param qkv on each layer's queries, keys and values [batch, pos, 3 · head · d_head]
 * @param pattern on each layer's attention patterns [batch, head, destination, source]
 * @param mlp on what each layer's MLP reads [batch, pos, d_model]
 * @param last on what the final norm reads [batch, pos, d_model]; null where unwanted, as the
 *     others are empty
 */
record Probes(List<NDArray> qkv, List<NDArray> pattern, List<NDArray> mlp, @Nullable NDArray last) {

  /** No probes: a pass without gradients. */
  static final Probes NONE = new Probes(List.of(), List.of(), List.of(), null);

  /** Probes at every receiver's input. */
  static Probes atReceivers(LoadedModel model, int batch, int length) {
    ModelSpec spec = model.spec();
    Shape qkv = new Shape(batch, length, 3L * spec.nHeads() * spec.dHead());
    Shape stream = new Shape(batch, length, spec.dModel());
    return new Probes(
        zeros(model, spec.nLayers(), qkv),
        List.of(),
        zeros(model, spec.hasMlps() ? spec.nLayers() : 0, stream),
        zero(model, stream));
  }

  /** Probes at every attention pattern. */
  static Probes atPatterns(LoadedModel model, int batch, int length) {
    Shape pattern = new Shape(batch, model.spec().nHeads(), length, length);
    return new Probes(List.of(), zeros(model, model.spec().nLayers(), pattern), List.of(), null);
  }

  private static List<NDArray> zeros(LoadedModel model, int count, Shape shape) {
    return Stream.generate(() -> zero(model, shape)).limit(count).toList();
  }

  private static NDArray zero(LoadedModel model, Shape shape) {
    NDArray probe = model.tensors().zeros(shape.getShape());
    probe.setRequiresGradient(true);
    return probe;
  }

  NDArray qkv(int layer, NDArray value) {
    return add(qkv, layer, value);
  }

  NDArray pattern(int layer, NDArray value) {
    return add(pattern, layer, value);
  }

  NDArray mlp(int layer, NDArray value) {
    return add(mlp, layer, value);
  }

  NDArray last(NDArray value) {
    return last == null ? value : value.add(last);
  }

  private static NDArray add(List<NDArray> probes, int index, NDArray value) {
    return probes.isEmpty() ? value : value.add(probes.get(index));
  }
}
