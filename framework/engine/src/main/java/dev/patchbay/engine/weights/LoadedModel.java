package dev.patchbay.engine.weights;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.engine.tensor.Arithmetic;
import dev.patchbay.engine.tensor.Packing;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.engine.tensor.TensorEngine;
import dev.patchbay.engine.tensor.Tensors;
import dev.patchbay.model.weights.LoadedWeights;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.model.weights.WeightLoader;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.AttentionSpec;
import dev.patchbay.spi.model.AttentionSpec.Positions;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.ModelSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A model ready to run: its weights on a device, arranged for the forward pass. */
public final class LoadedModel implements AutoCloseable {

  private static final List<String> INPUTS = List.of("Q", "K", "V");

  private final ModelInfo info;
  private final ComputationGraph graph;
  private final NDManager manager;
  private final Tensors tensors;
  private final Arithmetic arithmetic;
  private final boolean packs;
  private @Nullable Packing packing;
  private final NDArray attentionScale;
  private final SoftCap scoreCap;
  private final Nonlinearity nonlinearity;
  private final NDArray embedding;
  private final @Nullable NDArray positions;
  private final List<Layer> layers;
  private final StreamNorm finalNorm;
  private final NDArray unembedding;
  private final NDArray unembeddingBias;
  private final SoftCap logitCap;

  private LoadedModel(LoadedWeights weights, NDManager manager, ModelForm form) {
    ModelInfo stored = weights.info();
    this.info = new ModelInfo(stored.name(), stored.hash(), form.of(stored.spec()));
    this.graph = ComputationGraph.of(form.graphShape(info.spec()));
    this.manager = manager;
    this.tensors = new Tensors(manager, form.dataType());
    this.arithmetic = Arithmetic.of(tensors);
    this.packs = Packing.suits(tensors);
    Map<String, NDArray> named = weights.tensors();
    AttentionSpec attention = info.spec().attention();
    this.attentionScale = tensors.of(new double[] {attention.scale()}, new Shape());
    this.scoreCap = SoftCap.of(tensors, attention.softCap());
    this.nonlinearity = new Nonlinearity(info.spec().activation(), arithmetic);
    this.embedding = take(named, "embed.W_E");
    this.positions = attention.rotary() ? null : take(named, "pos_embed.W_pos");
    this.layers = IntStream.range(0, info.spec().nLayers()).mapToObj(l -> layer(named, l)).toList();
    this.finalNorm = norm(named, "ln_final");
    this.unembedding = take(named, "unembed.W_U");
    this.unembeddingBias = take(named, "unembed.b_U");
    this.logitCap = SoftCap.of(tensors, info.spec().logitCap());
  }

  /** Loads the weights as they are stored, with key and value inputs for each head. */
  public static LoadedModel load(
      Checkpoint checkpoint, Architecture architecture, Device device, DataType dataType) {
    return load(checkpoint, architecture, device, ModelForm.plain(dataType));
  }

  /**
   * Loads the weights; the checkpoint may be closed afterwards.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if the checkpoint cannot be read
   */
  public static LoadedModel load(
      Checkpoint checkpoint, Architecture architecture, Device device, ModelForm form) {
    TensorEngine.start(0); // keeps DJL off the network for those who load a model themselves
    NDManager manager = NDManager.newBaseManager(device, "PyTorch");
    try (NDManager reading = manager.newSubManager()) {
      LoadedWeights stored = WeightLoader.load(checkpoint, architecture, reading, form.dataType());
      return new LoadedModel(stored.in(form.weights()), manager, form);
    } catch (RuntimeException | Error e) {
      manager.close();
      throw e;
    }
  }

  private Layer layer(Map<String, NDArray> tensors, int layer) {
    ModelSpec spec = info.spec();
    String at = "blocks." + layer + ".";
    NDArray wQkv = fused(tensors, at + "attn.W_", LoadedModel::sideBySide);
    NDArray bQkv = fused(tensors, at + "attn.b_", NDArray::flatten);
    NDArray written =
        weight(tensors, at + "attn.W_O")
            .reshape((long) spec.nHeads() * spec.dHead(), spec.dModel());
    NDArray wO = spec.postNorms() ? written.mul(weight(tensors, at + "ln1_post.w")) : written;
    attach(wQkv, bQkv, written, wO);
    List<Head> heads =
        IntStream.range(0, spec.nHeads())
            .mapToObj(head -> Head.of(wQkv, bQkv, wO, spec, head))
            .toList();
    return new Layer(
        layer,
        spec,
        arithmetic,
        attentionScale,
        scoreCap,
        norm(tensors, at + "ln1"),
        wQkv,
        bQkv,
        heads,
        wO,
        spec.postNorms() ? this.tensors.zeros(spec.dModel()) : take(tensors, at + "attn.b_O"),
        spec.postNorms() ? new HeadsNorm(written, spec.normEpsilon()) : null,
        headNorm(tensors, at + "attn.q_norm.w"),
        headNorm(tensors, at + "attn.k_norm.w"),
        spec.hasMlps() ? mlp(tensors, at) : null);
  }

  private Mlp mlp(Map<String, NDArray> tensors, String at) {
    return new Mlp(
        arithmetic,
        norm(tensors, at + "ln2"),
        spec().gatedMlp()
            ? new Mlp.Gate(take(tensors, at + "mlp.W_gate"), take(tensors, at + "mlp.b_gate"))
            : null,
        take(tensors, at + "mlp.W_in"),
        take(tensors, at + "mlp.b_in"),
        nonlinearity,
        take(tensors, at + "mlp.W_out"),
        take(tensors, at + "mlp.b_out"),
        spec().postNorms() ? norm(tensors, at + "ln2_post") : StreamNorm.NONE);
  }

  private StreamNorm headNorm(Map<String, NDArray> tensors, String name) {
    return spec().attention().headNorms()
        ? new StreamNorm.RmsNorm(take(tensors, name), spec().normEpsilon())
        : StreamNorm.NONE;
  }

  /** Q, K and V along the last axis, each in this form; frees the three that it is made of. */
  private static NDArray fused(
      Map<String, NDArray> tensors, String name, UnaryOperator<NDArray> form) {
    try (Scratch scratch = new Scratch()) {
      NDList parts = new NDList();
      for (String input : INPUTS) {
        parts.add(form.apply(weight(tensors, name + input)));
      }
      NDArray fused = NDArrays.concat(parts, parts.head().getShape().dimension() - 1);
      for (String input : INPUTS) {
        weight(tensors, name + input).close();
      }
      return Scratch.release(fused);
    }
  }

  /** [head, d_model, d_head] as [d_model, head · d_head]. */
  private static NDArray sideBySide(NDArray weight) {
    return weight.transpose(1, 0, 2).reshape(weight.getShape().get(1), -1);
  }

  private StreamNorm norm(Map<String, NDArray> tensors, String name) {
    double epsilon = spec().normEpsilon();
    return switch (spec().norm()) {
      case NONE -> StreamNorm.NONE;
      case LAYER_NORM ->
          new StreamNorm.LayerNorm(
              take(tensors, name + ".w"), take(tensors, name + ".b"), epsilon, arithmetic);
      case RMS_NORM -> new StreamNorm.RmsNorm(take(tensors, name + ".w"), epsilon);
    };
  }

  private NDArray take(Map<String, NDArray> tensors, String name) {
    NDArray tensor = weight(tensors, name);
    attach(tensor);
    return tensor;
  }

  private static NDArray weight(Map<String, NDArray> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }

  private void attach(NDArray... tensors) {
    for (NDArray tensor : tensors) {
      tensor.attach(manager);
    }
  }

  /** Name, hash and spec. */
  public ModelInfo info() {
    return info;
  }

  /** The model's graph. */
  public ComputationGraph graph() {
    return graph;
  }

  public ModelSpec spec() {
    return info.spec();
  }

  /** Makes tensors beside the weights. */
  public Tensors tensors() {
    return tensors;
  }

  /** What is computed between large products. */
  public Arithmetic arithmetic() {
    return arithmetic;
  }

  /**
   * How a matrix of so many weights is packed; null where it cannot be, or does not pay. Several
   * threads may ask.
   */
  public synchronized @Nullable Packing packing(long weights) {
    if (!packs || !Packing.pays(weights)) {
      return null;
    }
    if (packing == null) {
      packing = Packing.of(tensors).orElse(null);
    }
    return packing;
  }

  public DataType dataType() {
    return tensors.type();
  }

  public boolean onCpu() {
    return !manager.getDevice().isGpu();
  }

  /** W_E [d_vocab, d_model]. */
  public NDArray embedding() {
    return embedding;
  }

  /**
   * The position embeddings that stand in the stream and belong to no node [1, pos, d_model]; zeros
   * where there are none.
   */
  public NDArray positions(int length) {
    boolean ofNoNode = spec().attention().positions() == Positions.STREAM;
    return ofNoNode && positions != null
        ? positionRows(length)
        : tensors.zeros(1, length, spec().dModel());
  }

  /**
   * The stream that the first layer reads [batch, pos, d_model].
   *
   * @param embeddings tokens, then positions where these are a sender
   */
  public NDArray firstStream(List<NDArray> embeddings) {
    NDArray tokens = embeddings.get(0);
    int length = (int) tokens.getShape().get(1);
    return tokens.add(embeddings.size() > 1 ? embeddings.get(1) : positions(length));
  }

  /**
   * The first {@code length} learned position embeddings, wherever they enter [1, pos, d_model].
   */
  public NDArray positionRows(int length) {
    return Objects.requireNonNull(positions).get("0:" + length).reshape(1, length, spec().dModel());
  }

  /** What passes of this length need to know of positions. */
  public PositionTables positionTables(int length) {
    boolean added = spec().attention().positions() == Positions.QUERIES_AND_KEYS;
    return PositionTables.of(
        spec(), tensors, added ? positionRows(length).duplicate() : null, length);
  }

  /** A layer's MLP, of a model that has them. */
  public Mlp mlp(int layer) {
    return Objects.requireNonNull(layers.get(layer).mlp());
  }

  public List<Layer> layers() {
    return layers;
  }

  /** In front of the logits. */
  public StreamNorm finalNorm() {
    return finalNorm;
  }

  /** What of a stream, or of what is written to it, the norms see: all are of one kind. */
  public NDArray centred(NDArray stream) {
    return finalNorm.centred(stream);
  }

  /** What a {@link #centred} stream is divided by in every norm, where no gradient flows. */
  public NDArray scale(NDArray centred) {
    return finalNorm.scale(centred);
  }

  /** W_U [d_model, d_vocab_out]. */
  public NDArray unembedding() {
    return unembedding;
  }

  /** b_U [d_vocab_out]. */
  public NDArray unembeddingBias() {
    return unembeddingBias;
  }

  /** Of the logits. */
  public SoftCap logitCap() {
    return logitCap;
  }

  @Override
  public void close() {
    manager.close();
  }
}
