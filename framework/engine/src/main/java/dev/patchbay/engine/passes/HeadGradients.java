package dev.patchbay.engine.passes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.engine.weights.Layer;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.engine.weights.StreamNorm;
import dev.patchbay.engine.weights.StreamNorm.Standardised;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The gradients at what a layer's heads read, of one run or of several with weights, without a
 * vector of d_model for each head. A head's input ("slot": queries of all heads, then keys, then
 * values) sees {@code unit · W′} and a constant of the stream, W′ as {@link StreamNorm#folded}.
 * With the gradient g at the query, key or value, that at the stream is
 *
 * <pre>(W′ g − unit (unit · W′ g) / d_model) / scale</pre>
 *
 * so what is multiplied with W′ adds up over runs, and each run leaves a correction of rank one.
 *
 * @param qkv g / scale, added up [row, 3 · head · d_head]
 * @param units each run's stream before the gain [row, d_model]
 * @param along for each run {@code (unit · W′ g) / scale / d_model} [row, slot]
 */
record HeadGradients(Layer layer, NDArray qkv, List<NDArray> units, List<NDArray> along) {

  /**
   * Those of one run.
   *
   * @param weight what they are multiplied with
   */
  static HeadGradients of(BatchGradients run, int l, double weight) {
    LoadedModel model = run.model();
    Layer layer = model.layers().get(l);
    int length = (int) run.qkv().get(l).getShape().get(1);
    int dModel = model.spec().dModel();
    try (Scratch scratch = new Scratch()) {
      Standardised at = layer.norm1().standardise(run.streams().get(l));
      NDArray scaled = run.qkvGradients().get(l).div(at.scale().div(weight)); // as qkv
      NDArray constant = // what is read where the unit is 0 [1, pos, 3 · head · d_head]
          layer.qkv(
              layer.norm1().seen(model.tensors().zeros(1, length, dModel)),
              model
                  .positionTables(run.first() + length)
                  .between(run.first(), run.first() + length));
      NDArray products = run.qkv().get(l).sub(constant).muli(scaled);
      Shape slots = new Shape(-1, 3L * model.spec().nHeads(), model.spec().dHead());
      NDArray along = products.reshape(slots).sum(new int[] {2}).divi(dModel);
      return new HeadGradients(
          layer,
          scratch.keep(scaled.reshape(-1, slots.slice(1).size())),
          new ArrayList<>(List.of(scratch.keep(at.unit().reshape(-1, dModel)))),
          new ArrayList<>(List.of(scratch.keep(along))));
    }
  }

  /** Adds another run's, which are the sum's from now on. */
  void add(HeadGradients run) {
    qkv.addi(run.qkv);
    Scratch.release(run.qkv).close();
    units.addAll(run.units);
    along.addAll(run.along);
  }

  /**
   * The gradients at some rows of the stream [slot, row, d_model].
   *
   * @param weights the layer's {@link Layer#inputWeights}
   * @param rows which [row]
   */
  NDArray atInputs(NDArray weights, NDArray rows) {
    NDIndex chosen = new NDIndex("{}", rows);
    NDArray gradients = // [slot, row, d_head]
        qkv.get(chosen).reshape(rows.size(), weights.getShape().get(0), -1).transpose(1, 0, 2);
    NDArray inputs = gradients.matMul(weights);
    for (int run = 0; run < units.size(); run++) {
      NDArray share = along.get(run).get(chosen).transpose().expandDims(2); // [slot, row, 1]
      layer.arithmetic().lessProduct(inputs, share, units.get(run).get(chosen));
    }
    return inputs;
  }

  Stream<NDArray> tensors() {
    return Stream.of(List.of(qkv), units, along).flatMap(List::stream);
  }
}
