package dev.patchbay.engine.memory;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.engine.circuit.CircuitRun;
import dev.patchbay.engine.circuit.PromptSlice;
import dev.patchbay.engine.memory.MemoryEstimate.Part;
import dev.patchbay.engine.tensor.Packing;
import dev.patchbay.spi.model.ModelSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What a circuit takes that is computed on prompts in slices, a thread for each: {@link
 * CircuitRun}, on what {@link PromptSlice} copies. The letters are those of {@link MemoryEstimate};
 * p' is the late positions.
 *
 * @param of the run
 * @param prompts that are held at once
 * @param streams different streams that its receivers read
 * @param inputs live inputs of heads
 * @param heads that are live
 * @param senders that are live
 * @param search whether it is held by a search
 */
record CircuitMemory(
    MemoryEstimate of,
    long prompts,
    long streams,
    long inputs,
    long heads,
    long senders,
    boolean search) {

  /** The whole model on a batch: a layer's heads read one stream. */
  static CircuitMemory whole(MemoryEstimate of) {
    ModelSpec spec = of.spec();
    long heads = (long) spec.nLayers() * spec.nHeads();
    long streams = spec.nLayers() * (1 + of.mlps());
    return new CircuitMemory(of, of.batch(), streams, 3 * heads, heads, of.senders(), false);
  }

  /**
   * A circuit of some edges on a batch: of all inputs and senders it has those that its edges meet,
   * some of them more than once, and what the inputs read differs.
   */
  static CircuitMemory found(MemoryEstimate of) {
    ModelSpec spec = of.spec();
    long heads = (long) spec.nLayers() * spec.nHeads();
    long all = 3 * heads + spec.nLayers() * of.mlps();
    int edges = of.edges();
    return new CircuitMemory(
        of,
        of.batch(),
        met(edges, all),
        met(edges, 3 * heads),
        met(edges, heads),
        met(edges, of.senders()),
        false);
  }

  private static long met(int edges, long all) {
    return edges == 0 ? 0 : Math.round(all / (1 + (double) all / edges));
  }

  /** The same circuit, held on all prompts. */
  CircuitMemory inSearch() {
    long all = of.prompts().count();
    return new CircuitMemory(of, all, streams, inputs, heads, senders, true);
  }

  /** A batch's pass and its ablated streams, when they are copied for the slices. */
  List<Part> begin() {
    long streams = of.vectors(1 + of.spec().nLayers() * (1 + of.mlps()));
    return List.of(
        new Part("ablated pass and its streams", of.pass() + of.rows(streams)),
        new Part("copies of the ablated run", copies()));
  }

  /** The first thread at its slice, and what is there for all. */
  List<Part> compute() {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part("copies of the ablated run", copies()));
    parts.add(new Part("weights folded for heads", folded()));
    if (search) {
      parts.add(new Part("weights packed for few rows", packed()));
    }
    parts.add(new Part("inputs and outputs of a circuit", held() - onOtherThreads()));
    return parts;
  }

  /** Slices of about the same size. */
  long onOtherThreads() {
    long slices = Math.min(of.threads(), of.batch());
    return held() / slices * (slices - 1);
  }

  /** Token embeddings, every sender's values, and the streams, p ((3 + L + 2 L M) d + L h). */
  private long copies() {
    long layers = of.spec().nLayers();
    long row = of.vectors(3 + layers * (1 + 2 * of.mlps())) + layers * of.headWidth();
    return of.bytes(prompts * of.prompts().length() * row);
  }

  /** W_QKV with the norm's gain and W_O centred, 4 L h d. */
  private long folded() {
    return of.bytes(4L * of.spec().nLayers() * of.vectors(of.headWidth()));
  }

  /**
   * MLPs, and the unembedding where the metric reads the whole of it, (2 or 3) L d m + d v: where
   * {@link Packing} packs them, whatever the processor.
   */
  private long packed() {
    ModelSpec spec = of.spec();
    long mlp = (long) spec.dModel() * spec.dMlp();
    long vocabulary = (long) spec.dModel() * spec.dVocabOut();
    boolean readsAll = of.prompts().logits() >= spec.dVocabOut();
    long weights =
        (Packing.pays(mlp) ? (spec.gatedMlp() ? 3L : 2L) * spec.nLayers() * mlp : 0)
            + (readsAll && Packing.pays(vocabulary) ? vocabulary : 0);
    return of.dataType() == DataType.FLOAT32 ? of.bytes(weights) : 0;
  }

  /**
   * What the slices hold together, at p' positions: ablated streams, (1 + L + L M) d, and the
   * embedding's change, 2 d; a vector for each stream and each sender; of each input of a head its
   * projection, raw and finished, and of each head its scores in four steps, z and its change, 4 p
   * + 2 d_head; and an MLP at work, 6 d + 5 m. Of each of the other positions the ablated streams,
   * keys and values, L (d + 6 h); of each answer every sender's part in two views.
   */
  private long held() {
    ModelSpec spec = of.spec();
    long layers = spec.nLayers();
    long late = of.prompts().late();
    long row =
        of.vectors(9 + layers * (1 + of.mlps()) + streams + senders)
            + 2 * inputs * spec.dHead()
            + heads * (4L * of.prompts().length() + 2L * spec.dHead())
            + 5L * spec.dMlp();
    long early = layers * (spec.dModel() + 6 * of.headWidth());
    long answer = of.vectors(2 * senders);
    return of.bytes(prompts * (late * row + (of.prompts().length() - late) * early + answer));
  }
}
