package dev.patchbay.engine.passes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.engine.weights.Layer;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.run.GradientSum;
import dev.patchbay.spi.run.Gradients;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Gradients of runs on one batch, added up. What it holds dies with the scope, or at its close. */
final class BatchGradientSum implements GradientSum {

  private final LoadedModel model;
  private final int batch;
  private final int length;

  /** The first position of what is held. */
  private int first;

  private final List<HeadGradients> heads = new ArrayList<>();

  /** At what each layer's MLP reads, then at what the final norm reads [batch, pos, d_model]. */
  private final List<NDArray> streams = new ArrayList<>();

  /** Of no runs yet. */
  BatchGradientSum(LoadedModel model, int batch, int length) {
    this.model = model;
    this.batch = batch;
    this.length = length;
  }

  /** Of one run, which stays. */
  static BatchGradientSum of(BatchGradients run) {
    long[] shape = run.logits().getShape().getShape();
    int length = run.first() + (int) shape[1];
    BatchGradientSum sum = new BatchGradientSum(run.model(), (int) shape[0], length);
    sum.addRun(1, run);
    return sum;
  }

  @Override
  public void add(double weight, Gradients run) {
    if (!(run instanceof BatchGradients own)) {
      throw new IllegalArgumentException("Not the gradients of a run of this engine: " + run);
    }
    if (!isEmpty() && own.first() != first) {
      throw new IllegalArgumentException(
          "Gradients of effects and of whole runs do not add up: those from position %s on, these from %s on."
              .formatted(first, own.first()));
    }
    try (own) {
      addRun(weight, own);
    }
  }

  private void addRun(double weight, BatchGradients run) {
    List<HeadGradients> runHeads =
        IntStream.range(0, run.streams().size())
            .mapToObj(layer -> HeadGradients.of(run, layer, weight))
            .toList();
    List<NDArray> runStreams =
        Stream.concat(run.mlp().stream(), Stream.of(run.logits()))
            .map(gradient -> gradient.mul(weight))
            .toList();
    if (streams.isEmpty()) {
      first = run.first();
      heads.addAll(runHeads);
      streams.addAll(runStreams);
      return;
    }
    for (int layer = 0; layer < heads.size(); layer++) {
      heads.get(layer).add(runHeads.get(layer));
    }
    for (int i = 0; i < streams.size(); i++) {
      streams.get(i).addi(runStreams.get(i));
      Scratch.release(runStreams.get(i)).close();
    }
  }

  LoadedModel model() {
    return model;
  }

  int batch() {
    return batch;
  }

  /** Of whole prompts. */
  int length() {
    return length;
  }

  /** The first position at which gradients are held; those before it are 0. */
  int first() {
    return first;
  }

  /** Whether nothing was added. */
  boolean isEmpty() {
    return streams.isEmpty();
  }

  /** At what a layer's heads read. */
  HeadGradients heads(int layer) {
    return heads.get(layer);
  }

  /** At what a layer's MLP reads, from the first position held on [batch, pos, d_model]. */
  NDArray mlp(int layer) {
    return streams.get(layer);
  }

  /** At what the final norm reads, likewise [batch, pos, d_model]. */
  NDArray logits() {
    return streams.get(streams.size() - 1);
  }

  @Override
  public NDArray receiver(int receiver) {
    Node node = model.graph().receiverNode(receiver);
    if (isEmpty()) {
      return model.tensors().zeros(batch, length, model.spec().dModel());
    }
    return switch (node.kind()) {
      case LOGITS -> atAllPositions(logits());
      case MLP -> atAllPositions(mlp(node.layer()));
      case HEAD, KV_GROUP -> atAllPositions(headInput(node, receiver));
      case INPUT, POSITIONS -> throw new IllegalArgumentException("It reads nothing: " + node);
    };
  }

  private NDArray atAllPositions(NDArray held) {
    return model.tensors().zeros(batch, first, model.spec().dModel()).concat(held, 1);
  }

  /** At one input of a head, or of all heads of a group, from the first position held on. */
  private NDArray headInput(Node node, int receiver) {
    int size = node.kind() == Node.Kind.HEAD ? 1 : model.graph().shape().groupSize();
    int third = Layer.third(model.graph().receiverPort(receiver));
    long slot = (long) third * model.spec().nHeads() + (long) node.index() * size;
    long[] rows = IntStream.range(0, batch * (length - first)).mapToLong(row -> row).toArray();
    NDArray every = model.tensors().integers(rows, new Shape(rows.length));
    Layer layer = model.layers().get(node.layer());
    return heads(node.layer())
        .atInputs(layer.inputWeights(), every)
        .get("%s:%s".formatted(slot, slot + size))
        .sum(new int[] {0})
        .reshape(batch, (long) length - first, -1);
  }

  @Override
  public void close() {
    Stream.concat(heads.stream().flatMap(HeadGradients::tensors), streams.stream())
        .forEach(tensor -> Scratch.release(tensor).close());
  }
}
