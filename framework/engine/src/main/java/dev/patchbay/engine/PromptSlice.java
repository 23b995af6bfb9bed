package dev.patchbay.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.engine.Meeting.Seat;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Some prompts of a batch, on which circuits are computed: what no circuit changes of them, and
 * what a node writes there. Streams are centred, as the norms in front of their readers see them,
 * and go without the {@link Extent#PREFIX}. One thread at a time.
 */
final class PromptSlice implements AutoCloseable {

  private final LoadedModel model;
  private final ComputationGraph graph;
  private final AblatedRun ablated;
  private final List<NDArray> embeddings;
  private final BatchReadout readout;
  private final FoldedWeights weights;
  private final BitSet idle;
  private final Optional<StartingRun> starting;
  private final Optional<BitSet> silent;
  private final Seat seat;
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
   * @param silent of slices that are bare, senders whose stand-in is zero on every prompt of the
   *     batch; else empty
   * @param seat among the slices of the batch
   */
  PromptSlice(
      AblatedRun ablated,
      Optional<AblatedRun> starting,
      List<NDArray> embeddings,
      BatchReadout readout,
      FoldedWeights weights,
      int first,
      BitSet idle,
      Optional<BitSet> silent,
      Seat seat) {
    this.model = ablated.model();
    this.graph = model.graph();
    this.ablated = ablated;
    this.embeddings = embeddings;
    this.readout = readout;
    this.weights = weights;
    this.idle = idle;
    this.starting = starting.map(run -> new StartingRun(run, this));
    this.silent = silent;
    this.seat = seat;
    int length = (int) embeddings.get(0).getShape().get(1);
    this.places = new Places(model, length, first, readout);
    this.heads = new HeadArithmetic(model, weights, this);
  }

  LoadedModel model() {
    return model;
  }

  BatchReadout readout() {
    return readout;
  }

  FoldedWeights weights() {
    return weights;
  }

  Places places() {
    return places;
  }

  HeadArithmetic heads() {
    return heads;
  }

  /** What a node at these positions costs, in passes over these prompts. */
  double passes(Node node, Extent extent) {
    return PassMeter.share(node, model.spec()) * places.count(extent) / places.length();
  }

  private NDArray centred(NDArray stream) {
    return model.finalNorm().centred(stream);
  }

  /**
   * What a receiver reads without any edge; where bare, without stand-ins either [batch, pos,
   * d_model].
   */
  NDArray ablatedStream(int receiver, Extent extent) {
    int stream = ablated.streamIndex(receiver);
    return streams.get(
        new StreamAt(stream, extent),
        () -> centred(places.at(extent, ablated.streams().get(stream))));
  }

  /** What the logits read without any edge [row, d_model]. */
  NDArray ablatedLast() {
    return readout.atAnswers(ablatedStream(graph.receiverCount() - 1, Extent.LATE));
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

  /** Whether receivers may read next to nothing: see {@link StreamSums}. */
  boolean isBare() {
    return silent.isPresent();
  }

  /** Where bare: whether a sender's stand-in is zero. */
  boolean isSilent(int sender) {
    return silent.orElseThrow().get(sender);
  }

  /** Whether heads and MLPs may write something else than they compute. */
  boolean isStepped() {
    return starting.isPresent();
  }

  /** Among the slices of the batch. */
  Seat seat() {
    return seat;
  }

  /** What an embedding writes beyond its stand-in; where bare, all of it [batch, pos, d_model]. */
  NDArray embeddingWrite(int sender) {
    NDArray own = embeddings.get(sender);
    return isBare()
        ? whole(own)
        : centred(places.at(Extent.LATE, own.sub(ablated.values().sender(sender))));
  }

  /** A write at the late positions, as the caller's own; positions have one row for all prompts. */
  private NDArray whole(NDArray write) {
    NDArray late = centred(places.at(Extent.LATE, write));
    return late.broadcast(new Shape(readout.batchSize()).addAll(late.getShape().slice(1)))
        .duplicate();
  }

  /**
   * What a head writes beyond its stand-in; where bare, all of it [batch, pos, d_model].
   *
   * @param share see {@link HeadValue#share}
   */
  NDArray headWrite(int sender, Extent extent, NDArray share) {
    return written(
        sender, isBare() ? stepped(sender, extent, share) : share.sub(standIn(sender, extent)));
  }

  private NDArray stepped(int sender, Extent extent, NDArray computed) {
    return starting.map(run -> run.written(sender, extent, computed)).orElse(computed);
  }

  /** What stands in for a sender, where bare [batch, pos, d_model]. */
  NDArray standInWrite(int sender) {
    return graph.senderNode(sender).kind() == Node.Kind.HEAD
        ? written(sender, standIn(sender, Extent.LATE))
        : whole(ablated.values().sender(sender));
  }

  /** A head's stand-in, as its {@link HeadValue#share}. */
  NDArray standIn(int sender, Extent extent) {
    return standIns.get(
        new SenderAt(sender, extent),
        () -> {
          Node head = graph.senderNode(sender);
          return places.at(extent, ablated.values().head(head.layer(), head.index()));
        });
  }

  /** What a change of a head's share adds to the stream [batch, pos, d_model]. */
  NDArray written(int sender, NDArray change) {
    return change.matMul(weights.written(sender));
  }

  /**
   * What an MLP writes beyond its stand-in, if it reads this stream; where bare, all of it [batch,
   * pos, d_model].
   */
  NDArray mlpWrite(int sender, Extent extent, NDArray stream) {
    int layer = graph.senderNode(sender).layer();
    // The largest tensors of a run: they go before the next is made.
    try (Scratch scratch = new Scratch()) {
      NDArray output = model.layers().get(layer).mlpOutput(stream, seat);
      return scratch.keep(
          centred(
              isBare()
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
    starting.ifPresent(StartingRun::close);
    Stream.concat(embeddings.stream(), ablated.tensors()).forEach(NDArray::close);
    places.close();
    readout.close();
  }
}
