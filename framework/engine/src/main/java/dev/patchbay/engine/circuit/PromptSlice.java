package dev.patchbay.engine.circuit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.engine.passes.AblatedRun;
import dev.patchbay.engine.passes.PassMeter;
import dev.patchbay.engine.readout.BatchReadout;
import dev.patchbay.engine.tensor.Memo;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.engine.tensor.SliceGroup.Member;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Some prompts of a batch, on which circuits are computed: what no circuit changes of them, and
 * what a node writes there. Streams are centred, as the norms before their readers see them, and go
 * without the {@link Extent#PREFIX}. One thread at a time.
 */
public final class PromptSlice implements AutoCloseable {

  private final LoadedModel model;
  private final ComputationGraph graph;
  private final AblatedRun ablated;
  private final List<NDArray> embeddings;
  private final BatchReadout readout;
  private final FoldedWeights weights;
  private final BitSet idle;
  private final @Nullable StartingRun starting;
  private final @Nullable BitSet silent;
  private final Member member;
  private final Places places;
  private final HeadArithmetic heads;
  private final Memo<StreamAt> streams = new Memo<>();
  private final Memo<SenderAt> standIns = new Memo<>();

  /** A key: a stream of the ablated run at some positions. */
  private record StreamAt(int stream, Extent extent) {}

  /** A key: a sender at some positions. */
  private record SenderAt(int sender, Extent extent) {}

  /**
   * All tensors are of these prompts alone, and this slice's own.
   *
   * @param embeddings what the embeddings write in the full circuit: tokens [batch, pos, d_model],
   *     then positions [1 or batch, pos, d_model] where these are a sender
   * @param first the first position where runs differ
   * @param idle embeddings that write what stands in for them, on every prompt of the batch
   * @param starting of a mirrored search whose senders may write something else than they compute,
   *     the run that it begins with
   * @param silent where writes are whole, senders whose stand-in is zero on every prompt of the
   *     batch; else null
   * @param member of the group of the batch's slices
   */
  PromptSlice(
      AblatedRun ablated,
      @Nullable AblatedRun starting,
      List<NDArray> embeddings,
      BatchReadout readout,
      FoldedWeights weights,
      int first,
      BitSet idle,
      @Nullable BitSet silent,
      Member member) {
    this.model = ablated.model();
    this.graph = model.graph();
    this.ablated = ablated;
    this.embeddings = embeddings;
    this.readout = readout;
    this.weights = weights;
    this.idle = idle;
    this.silent = silent;
    this.member = member;
    int length = (int) embeddings.get(0).getShape().get(1);
    this.places = new Places(model, length, first, readout);
    this.heads =
        new HeadArithmetic(
            model,
            weights,
            places,
            receiver -> ablatedStream(receiver, Extent.PREFIX),
            starting != null);
    this.starting = starting == null ? null : new StartingRun(starting, places, heads, member);
  }

  public LoadedModel model() {
    return model;
  }

  public BatchReadout readout() {
    return readout;
  }

  public Places places() {
    return places;
  }

  public HeadArithmetic heads() {
    return heads;
  }

  /** What a node at these positions costs, in passes over these prompts. */
  public double passes(Node node, Extent extent) {
    return PassMeter.share(node, model.spec()) * places.count(extent) / places.length();
  }

  private NDArray centred(NDArray stream) {
    return model.centred(stream);
  }

  /**
   * What a receiver reads without any edge; where writes are whole, without stand-ins either
   * [batch, pos, d_model].
   */
  NDArray ablatedStream(int receiver, Extent extent) {
    int stream = ablated.streamIndex(receiver);
    return streams.get(
        new StreamAt(stream, extent),
        () -> centred(places.at(extent, ablated.streams().get(stream))));
  }

  /** What the logits read without any edge [row, d_model]. */
  NDArray ablatedLast() {
    return readout.atAnswers(ablatedStream(graph.receiverCount() - 1, Extent.AFTER_PREFIX));
  }

  boolean isEmbedding(int sender) {
    return sender < embeddings.size();
  }

  /**
   * Whether an embedding writes what stands in for it, as positions do under patching: without its
   * edges, nothing changes. The same for all slices of a batch.
   */
  boolean isIdle(int sender) {
    return idle.get(sender);
  }

  /**
   * Whether writes are kept whole, not as what they are beyond a stand-in: see {@link StreamSums}.
   */
  public boolean isWhole() {
    return silent != null;
  }

  /** Where writes are whole: whether a sender's stand-in is zero. */
  boolean isSilent(int sender) {
    return Objects.requireNonNull(silent).get(sender);
  }

  /** Among the slices of the batch. */
  Member member() {
    return member;
  }

  /**
   * What an embedding writes beyond its stand-in; where writes are whole, all of it [batch, pos,
   * d_model].
   */
  NDArray embeddingWrite(int sender) {
    NDArray own = embeddings.get(sender);
    return isWhole()
        ? whole(own)
        : centred(places.at(Extent.AFTER_PREFIX, own.sub(ablated.values().sender(sender))));
  }

  /** A write at the late positions, as the caller's own; positions have one row for all prompts. */
  private NDArray whole(NDArray write) {
    NDArray late = centred(places.at(Extent.AFTER_PREFIX, write));
    return late.broadcast(new Shape(readout.batchSize()).addAll(late.getShape().slice(1)))
        .duplicate();
  }

  /**
   * What a head writes beyond its stand-in; where writes are whole, all of it [batch, pos,
   * d_model].
   *
   * @param share see {@link HeadValue#share}
   */
  public NDArray headWrite(int sender, Extent extent, NDArray share) {
    return written(
        sender, isWhole() ? stepped(sender, extent, share) : share.sub(standIn(sender, extent)));
  }

  private NDArray stepped(int sender, Extent extent, NDArray computed) {
    return starting == null ? computed : starting.written(sender, extent, computed);
  }

  /** What stands in for a sender, where writes are whole [batch, pos, d_model]. */
  NDArray standInWrite(int sender) {
    return graph.senderNode(sender).kind() == Node.Kind.HEAD
        ? written(sender, standIn(sender, Extent.AFTER_PREFIX))
        : whole(ablated.values().sender(sender));
  }

  /** A head's stand-in, as its {@link HeadValue#share}. */
  private NDArray standIn(int sender, Extent extent) {
    return standIns.get(
        new SenderAt(sender, extent),
        () -> {
          Node head = graph.senderNode(sender);
          return places.at(extent, ablated.values().head(head.layer(), head.index()));
        });
  }

  /** What a change of a head's share adds to the stream [batch, pos, d_model]. */
  public NDArray written(int sender, NDArray change) {
    return change.matMul(weights.written(sender));
  }

  /**
   * What an MLP writes beyond its stand-in, if it reads this stream; where writes are whole, all of
   * it [batch, pos, d_model].
   */
  public NDArray mlpWrite(int sender, Extent extent, NDArray stream) {
    int layer = graph.senderNode(sender).layer();
    // The largest tensors of a run: they go before the next is made.
    try (Scratch scratch = new Scratch()) {
      NDArray output = weights.mlpOutput(layer, stream, member);
      return scratch.keep(
          centred(
              isWhole()
                  ? stepped(sender, extent, output)
                  : output.subi(mlpStandIn(sender, layer, extent))));
    }
  }

  private NDArray mlpStandIn(int sender, int layer, Extent extent) {
    return standIns.get(
        new SenderAt(sender, extent), () -> places.at(extent, ablated.values().mlp(layer)));
  }

  @Override
  public void close() {
    heads.close();
    Stream.of(streams, standIns).forEach(Memo::close);
    if (starting != null) {
      starting.close();
    }
    Stream.concat(embeddings.stream(), ablated.tensors()).forEach(NDArray::close);
    places.close();
    readout.close();
  }
}
