package dev.patchbay.engine.passes;

import ai.djl.ndarray.NDArray;
import dev.patchbay.engine.tensor.Numbers;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.engine.tensor.SliceGroup.Member;
import dev.patchbay.engine.weights.Layer;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.engine.weights.PositionTables;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A batch with every edge ablated: what each sender's stand-in is, and the stream that the
 * stand-ins and the biases alone make, at every point where it is read.
 *
 * @param values c_u of every sender, a row for each prompt and position
 * @param streams before each layer's heads, then of its MLP where it has one; last, of the logits
 *     [batch, pos, d_model]
 */
public record AblatedRun(LoadedModel model, BatchActivations values, List<NDArray> streams) {

  public static AblatedRun of(LoadedModel model, BatchActivations values) {
    List<NDArray> streams = new ArrayList<>();
    NDArray stream = values.firstStream();
    for (int l = 0; l < model.layers().size(); l++) {
      streams.add(stream);
      stream = stream.add(model.layers().get(l).attentionOutput(values.heads(l)));
      if (model.spec().hasMlps()) {
        streams.add(stream);
        stream = stream.add(values.mlp(l));
      }
    }
    streams.add(stream);
    return new AblatedRun(model, values, streams);
  }

  /**
   * The run that this is when clean and ablated values swap their roles: absent edges carry the
   * clean values, and the full circuit, begun with this run's input, is this run.
   *
   * <p>A component is compared with what it stands for: from what it computes on this run's stream,
   * f_v, to c_v is a constant step (none under patching), which its stand-in takes on.
   *
   * @param clean x_u of every sender
   */
  public AblatedRun mirrored(BatchActivations clean) {
    List<NDArray> heads = new ArrayList<>();
    List<NDArray> mlps = new ArrayList<>();
    PositionTables tables = model.positionTables((int) values.input().getShape().get(1));
    for (Layer layer : model.layers()) {
      int l = layer.index();
      NDArray step =
          computedHeads(layer, tables).sub(values.heads(l)); // [batch, pos, head, d_head]
      heads.add(clean.heads(l).add(step));
      if (model.spec().hasMlps()) {
        mlps.add(clean.mlp(l).add(computedMlp(layer).sub(values.mlp(l))));
      }
    }
    BatchActivations standIns =
        new BatchActivations(model, clean.input(), clean.positions(), heads, mlps);
    return new AblatedRun(model, standIns, of(model, clean).streams());
  }

  /** Whether every head and MLP writes just what it computes on this run's streams. */
  public boolean writesWhatItComputes() {
    PositionTables tables = model.positionTables((int) values.input().getShape().get(1));
    return model.layers().stream()
        .allMatch(
            layer ->
                computedHeads(layer, tables).contentEquals(values.heads(layer.index()))
                    && (!model.spec().hasMlps()
                        || computedMlp(layer).contentEquals(values.mlp(layer.index()))));
  }

  /** The same values beside the streams that biases make, which no sender owns. */
  public AblatedRun onBiases() {
    return new AblatedRun(model, values, of(model, values.map(NDArray::zerosLike)).streams());
  }

  /** The senders whose value is zero, on every prompt and position. */
  public BitSet silent() {
    BitSet silent = new BitSet();
    for (int sender = 0; sender < model.graph().senderCount(); sender++) {
      try (Scratch scratch = new Scratch()) {
        silent.set(sender, Numbers.sum(held(sender).abs().max()) == 0);
      }
    }
    return silent;
  }

  /** A sender's value as it is held: a head's before W_O. */
  private NDArray held(int sender) {
    Node node = model.graph().senderNode(sender);
    return node.kind() == Node.Kind.HEAD
        ? values.head(node.layer(), node.index())
        : values.sender(sender);
  }

  private NDArray computedMlp(Layer layer) {
    int receiver = model.graph().receiver(Node.mlp(layer.index()), Port.INPUT);
    return model.mlp(layer.index()).output(stream(receiver), Member.alone());
  }

  /** What a layer's heads compute of this run's stream [batch, pos, head, d_head]. */
  private NDArray computedHeads(Layer layer, PositionTables tables) {
    int receiver = model.graph().receiver(Node.head(layer.index(), 0), Port.Q);
    return layer.heads(stream(receiver), tables);
  }

  /** The same tensors seen otherwise: some prompts of them. */
  public AblatedRun map(UnaryOperator<NDArray> view) {
    return new AblatedRun(model, values.map(view), streams.stream().map(view).toList());
  }

  public Stream<NDArray> tensors() {
    return Stream.concat(values.tensors(), streams.stream());
  }

  /** The ablated stream that a receiver reads. */
  public NDArray stream(int receiver) {
    return streams.get(streamIndex(receiver));
  }

  /** Which of the {@link #streams} a receiver reads. */
  public int streamIndex(int receiver) {
    ComputationGraph graph = model.graph();
    Node node = graph.receiverNode(receiver);
    int perLayer = model.spec().hasMlps() ? 2 : 1;
    return switch (node.kind()) {
      case LOGITS -> streams.size() - 1;
      case MLP -> graph.shape().parallel() ? 2 * node.layer() : 2 * node.layer() + 1;
      case HEAD, KV_GROUP -> perLayer * node.layer();
      case INPUT, POSITIONS -> throw new IllegalArgumentException("It reads nothing: " + node);
    };
  }
}
