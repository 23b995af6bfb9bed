package dev.patchbay.engine.passes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.engine.tensor.Memo;
import dev.patchbay.engine.tensor.Numbers;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.engine.weights.Layer;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All edges' scores at once: for every sender and receiver the sum over rows (a row is a prompt and
 * a position) of change times gradient. For each layer that is a product of a [sender, row ·
 * d_model] and a [row · d_model, receiver] matrix. Rows where no sender changes are left out: under
 * patching, those before the first token that differs.
 */
public final class EdgeContraction {

  /**
   * Memory for the senders; rows are taken in chunks that fit. The allocator of glibc hands out
   * again what is not larger; every page of what is larger is fresh, which took a fifth of the
   * whole.
   */
  public static final long SCRATCH_BYTES = 32L << 20;

  /**
   * Memory for the gradients at one layer's inputs: as much as stays in the caches between their
   * making and their use, and as the allocator hands out again without fresh pages.
   */
  public static final long CACHED_BYTES = 8L << 20;

  /** Memory for folded weights between chunks; where all take more, each chunk folds them anew. */
  static final long FOLDED_BYTES = 128L << 20;

  private final List<NDArray> embeddings;
  private final List<NDArray> heads;
  private final List<NDArray> mlps;
  private final BatchGradientSum gradients;
  private final LoadedModel model;
  private final ComputationGraph graph;
  private final int dModel;
  private final long cachedBytes;
  private final double[] sums;
  private final Memo<Integer> folded = new Memo<>();

  private EdgeContraction(
      List<NDArray> embeddings,
      List<NDArray> heads,
      List<NDArray> mlps,
      BatchGradientSum gradients,
      long cachedBytes) {
    this.embeddings = embeddings;
    this.heads = heads;
    this.mlps = mlps;
    this.gradients = gradients;
    this.cachedBytes = cachedBytes;
    this.model = gradients.model();
    this.graph = model.graph();
    this.dModel = model.spec().dModel();
    this.sums = new double[graph.edgeCount()];
  }

  /**
   * A sum for each edge ordinal.
   *
   * @param embeddings how what they write changes, tokens first [batch, pos, d_model]; all from the
   *     first position at which there are gradients
   * @param heads likewise each layer's z [batch, pos, head, d_head]
   * @param mlps likewise each layer's [batch, pos, d_model]
   */
  static double[] contract(
      List<NDArray> embeddings,
      List<NDArray> heads,
      List<NDArray> mlps,
      BatchGradientSum gradients) {
    return contract(embeddings, heads, mlps, gradients, SCRATCH_BYTES, CACHED_BYTES);
  }

  /**
   * The same within other limits.
   *
   * @param scratchBytes for the senders of a chunk of rows
   * @param cachedBytes for the gradients at one layer's inputs
   */
  static double[] contract(
      List<NDArray> embeddings,
      List<NDArray> heads,
      List<NDArray> mlps,
      BatchGradientSum gradients,
      long scratchBytes,
      long cachedBytes) {
    EdgeContraction contraction =
        new EdgeContraction(embeddings, heads, mlps, gradients, cachedBytes);
    if (!gradients.isEmpty()) {
      contraction.addAll(scratchBytes);
    }
    return contraction.sums;
  }

  private void addAll(long scratchBytes) {
    try (folded;
        Scratch scratch = new Scratch()) {
      for (long[] chunk : chunks(changedRows(), graph.senderCount(), scratchBytes)) {
        try (Scratch step = new Scratch()) {
          addRows(chunk);
        }
      }
    }
  }

  /** The rows where some sender changes. */
  private long[] changedRows() {
    List<double[]> largest =
        Stream.of(embeddings, heads, mlps)
            .flatMap(List::stream)
            .map(EdgeContraction::largest)
            .toList();
    return IntStream.range(0, largest.get(0).length)
        .filter(row -> largest.stream().anyMatch(changes -> changes[row] != 0))
        .mapToLong(row -> row)
        .toArray();
  }

  /** The largest change of each row. */
  private static double[] largest(NDArray tensor) {
    try (Scratch scratch = new Scratch()) {
      return Numbers.toDoubles(flat(tensor).abs().max(new int[] {1}));
    }
  }

  /** WriteSums of about the same size in which so many vectors a row fit the memory. */
  private List<long[]> chunks(long[] rows, long vectors, long bytes) {
    long most = Math.max(1, bytes / (vectors * dModel * model.dataType().getNumOfBytes()));
    int parts = (int) ((rows.length + most - 1) / most);
    return IntStream.range(0, parts)
        .mapToObj(
            part ->
                Arrays.copyOfRange(
                    rows,
                    (int) ((long) rows.length * part / parts),
                    (int) ((long) rows.length * (part + 1) / parts)))
        .toList();
  }

  private void addRows(long[] chunk) {
    NDArray rows = index(chunk);
    NDArray senders = senders(rows); // [sender, row · d_model]
    for (int l = 0; l < model.layers().size(); l++) {
      try (Scratch scratch = new Scratch()) {
        addHeads(l, senders, chunk);
      }
    }
    addOthers(senders, rows);
  }

  /**
   * Adds the products for MLPs and the logits, all at once: the senders are read once, and what
   * comes after a receiver is multiplied in vain.
   */
  private void addOthers(NDArray senders, NDArray rows) {
    NDList others = new NDList();
    List<Integer> receivers = new ArrayList<>();
    for (int l = 0; model.spec().hasMlps() && l < model.layers().size(); l++) {
      others.add(pick(gradients.mlp(l), rows).flatten());
      receivers.add(graph.receiver(Node.mlp(l), Port.INPUT));
    }
    others.add(pick(gradients.logits(), rows).flatten());
    receivers.add(graph.receiverCount() - 1);
    add(
        receivers.stream().mapToInt(receiver -> receiver).toArray(),
        senders,
        NDArrays.stack(others));
  }

  private NDArray senders(NDArray rows) {
    int nHeads = model.spec().nHeads();
    NDArray senders =
        model.tensors().empty(graph.senderCount(), rows.size() * dModel); // [sender, row · d_model]
    long next = 0;
    for (NDArray embedding : embeddings) {
      next = write(senders, next, pick(embedding, rows).reshape(1, -1));
    }
    for (int l = 0; l < model.layers().size(); l++) {
      try (Scratch scratch = new Scratch()) {
        NDArray z = // [head, row, d_head]
            pick(heads.get(l), rows).reshape(rows.size(), nHeads, -1).transpose(1, 0, 2);
        NDArray wO = model.layers().get(l).wO().reshape(nHeads, -1, dModel);
        next = write(senders, next, z.matMul(wO).reshape(nHeads, -1));
        if (model.spec().hasMlps()) {
          next = write(senders, next, pick(mlps.get(l), rows).reshape(1, -1));
        }
      }
    }
    return senders;
  }

  private static long write(NDArray senders, long from, NDArray part) {
    long to = from + part.getShape().get(0);
    senders.set(new NDIndex().addSliceDim(from, to), part);
    return to;
  }

  private void addHeads(int l, NDArray senders, long[] chunk) {
    int nHeads = model.spec().nHeads();
    int[] receivers =
        Stream.of(Port.Q, Port.K, Port.V)
            .flatMapToInt(
                port ->
                    IntStream.range(0, nHeads)
                        .map(head -> graph.receiver(Node.head(l, head), port)))
            .toArray();
    NDArray weights = weights(l);
    long from = 0;
    for (long[] part : chunks(chunk, receivers.length, cachedBytes)) {
      try (Scratch scratch = new Scratch()) {
        long to = from + (long) part.length * dModel;
        NDArray inputs = gradients.heads(l).atInputs(weights, index(part)); // [slot, row, d_model]
        NDArray here = senders.get(new NDIndex().addAllDim().addSliceDim(from, to));
        add(receivers, here, inputs.reshape(receivers.length, -1));
        from = to;
      }
    }
  }

  private NDArray weights(int l) {
    Layer layer = model.layers().get(l);
    int width = 3 * model.spec().nHeads() * model.spec().dHead();
    long all = (long) model.layers().size() * dModel * width * model.dataType().getNumOfBytes();
    return all <= FOLDED_BYTES ? folded.get(l, layer::inputWeights) : layer.inputWeights();
  }

  /** Adds the products for receivers, of which the last has the most senders. */
  private void add(int[] receivers, NDArray senders, NDArray gradient) {
    int most = graph.fanIn(receivers[receivers.length - 1]);
    NDArray products = // [sender, receiver]
        senders.get(new NDIndex().addSliceDim(0, most)).matMul(gradient.transpose());
    double[] flat = Numbers.toDoubles(products);
    for (int i = 0; i < receivers.length; i++) {
      int fanIn = graph.fanIn(receivers[i]);
      for (int sender = 0; sender < fanIn; sender++) {
        sums[graph.ordinal(sender, receivers[i])] += flat[sender * receivers.length + i];
      }
    }
  }

  private NDArray index(long[] rows) {
    return model.tensors().integers(rows, new Shape(rows.length));
  }

  /** Some rows of a tensor [batch, pos, …], as [row, …]. */
  private static NDArray pick(NDArray tensor, NDArray rows) {
    return flat(tensor).get(new NDIndex("{}", rows));
  }

  /** A tensor [batch, pos, …] as [row, …]. */
  private static NDArray flat(NDArray tensor) {
    Shape shape = tensor.getShape();
    return tensor.reshape(shape.get(0) * shape.get(1), shape.slice(2).size());
  }
}
