package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import dev.patchbay.core.engine.StreamNorm.Standardised;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import java.util.ArrayList;
import java.util.List;

/**
 * All edges' scores at once: for every sender and receiver the sum over rows (a row is a prompt and
 * a position) of change times gradient. For each layer that is one product of a [sender, row ·
 * d_model] and a [row · d_model, receiver] matrix.
 */
final class EdgeContraction {

  /**
   * Memory for the two matrices; rows are taken in chunks that fit. Larger ones pay for fresh pages
   * and for leaving the caches; smaller ones make products thin. On two cores 64 to 128 MB were
   * best.
   */
  static final long SCRATCH_BYTES = 128L << 20;

  private static final List<Port> HEAD_PORTS = List.of(Port.Q, Port.K, Port.V);

  private final BatchGradients gradients;
  private final LoadedModel model;
  private final ComputationGraph graph;
  private final double[] sums;

  private EdgeContraction(BatchGradients gradients) {
    this.gradients = gradients;
    this.model = gradients.model();
    this.graph = model.graph();
    this.sums = new double[graph.edgeCount()];
  }

  /** A sum for each edge ordinal. */
  static double[] contract(BatchActivations change, BatchGradients gradients) {
    EdgeContraction contraction = new EdgeContraction(gradients);
    long batch = gradients.logits().getShape().get(0);
    long length = gradients.logits().getShape().get(1);
    long rows = batch * length;
    long chunk = Math.max(1, Math.min(rows, SCRATCH_BYTES / contraction.bytesOfRow()));
    for (long from = 0; from < rows; from += chunk) {
      try (Scratch scratch = new Scratch()) {
        BatchActivations full = change.broadcast((int) batch, (int) length);
        contraction.addRows(full, from, Math.min(rows, from + chunk));
      }
    }
    return contraction.sums;
  }

  /** What a row takes: every sender twice while they are put together, and one layer's readers. */
  private long bytesOfRow() {
    long vectors = 2L * graph.senderCount() + 8L * model.spec().nHeads();
    return vectors * model.spec().dModel() * model.dataType().getNumOfBytes();
  }

  private void addRows(BatchActivations full, long from, long to) {
    NDArray senders = senders(full, from, to); // [sender, row · d_model]
    for (int l = 0; l < model.layers().size(); l++) {
      try (Scratch scratch = new Scratch()) {
        addHeads(l, senders, from, to);
      }
      if (model.spec().hasMlps()) {
        addReceivers(
            List.of(graph.receiver(Node.mlp(l), Port.INPUT)),
            senders,
            rows(gradients.mlp().get(l), from, to).reshape(1, -1));
      }
    }
    addReceivers(
        List.of(graph.receiverCount() - 1),
        senders,
        rows(gradients.logits(), from, to).reshape(1, -1));
  }

  private NDArray senders(BatchActivations full, long from, long to) {
    int dModel = model.spec().dModel();
    int dHead = model.spec().dHead();
    NDList parts = new NDList();
    try (Scratch scratch = new Scratch()) {
      parts.add(rows(full.input(), from, to).reshape(1, -1));
      full.positions().forEach(positions -> parts.add(rows(positions, from, to).reshape(1, -1)));
      for (int l = 0; l < model.layers().size(); l++) {
        NDArray z = // [head, row, d_head]
            rows(full.heads(l), from, to)
                .reshape(to - from, model.spec().nHeads(), dHead)
                .transpose(1, 0, 2);
        NDArray wO = model.layers().get(l).wO().reshape(model.spec().nHeads(), dHead, dModel);
        parts.add(z.matMul(wO).reshape(model.spec().nHeads(), -1));
        if (model.spec().hasMlps()) {
          parts.add(rows(full.mlp(l), from, to).reshape(1, -1));
        }
      }
      return scratch.keep(NDArrays.concat(parts, 0));
    }
  }

  private void addHeads(int l, NDArray senders, long from, long to) {
    Layer layer = model.layers().get(l);
    Standardised at = layer.norm1().standardise(rows(gradients.streams().get(l), from, to));
    NDArray qkv = rows(gradients.qkv().get(l), from, to); // [row, 3 · head · d_head]
    List<Integer> receivers = new ArrayList<>();
    NDList inputs = new NDList();
    for (Port port : HEAD_PORTS) {
      for (int head = 0; head < model.spec().nHeads(); head++) {
        receivers.add(graph.receiver(Node.head(l, head), port));
      }
      NDArray normed = layer.inputGradients(port, qkv); // [head, row, d_model]
      inputs.add(layer.norm1().backward(normed, at).reshape(model.spec().nHeads(), -1));
    }
    addReceivers(receivers, senders, NDArrays.concat(inputs, 0));
  }

  /** Adds the products for receivers that read the same senders. */
  private void addReceivers(List<Integer> receivers, NDArray senders, NDArray gradient) {
    int fanIn = graph.fanIn(receivers.get(0));
    NDArray products = // [sender, receiver]
        senders.get(new NDIndex().addSliceDim(0, fanIn)).matMul(gradient.transpose());
    double[] flat = Numbers.toDoubles(products);
    for (int sender = 0; sender < fanIn; sender++) {
      for (int i = 0; i < receivers.size(); i++) {
        sums[graph.ordinal(sender, receivers.get(i))] += flat[sender * receivers.size() + i];
      }
    }
  }

  /** Rows {@code from} to one below {@code to} of a tensor [batch, pos, …], as [row, …]. */
  private static NDArray rows(NDArray tensor, long from, long to) {
    long[] shape = tensor.getShape().getShape();
    long width = tensor.getShape().slice(2).size();
    return tensor.reshape(shape[0] * shape[1], width).get(new NDIndex().addSliceDim(from, to));
  }
}
