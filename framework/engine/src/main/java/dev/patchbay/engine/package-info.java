/**
 * One forward pass, and all that is asked of it: activations, gradients, circuits, searches.
 *
 * <p>From outside there are an {@link dev.patchbay.engine.EngineExperiment EngineExperiment} on a
 * {@link dev.patchbay.engine.weights.LoadedModel LoadedModel}, and what a run takes of memory
 * ({@link dev.patchbay.engine.memory.MemoryEstimate MemoryEstimate}). The rooms, each knowing only
 * those before it: {@code tensor}, {@code weights}, {@code readout}, {@code passes}, {@code
 * circuit}, {@code search}; {@code memory} counts what they hold.
 *
 * <h2>One forward pass</h2>
 *
 * <p>{@link dev.patchbay.engine.EngineExperiment#open EngineExperiment.open} gives an {@link
 * dev.patchbay.engine.passes.EngineBatchScope EngineBatchScope}. Its first question runs {@link
 * dev.patchbay.engine.passes.DensePass#run DensePass.run}, the transformer from top to bottom on
 * one page: a {@link dev.patchbay.engine.weights.Layer Layer} has the arithmetic of heads, an
 * {@link dev.patchbay.engine.weights.Mlp Mlp} its own, a {@link
 * dev.patchbay.engine.weights.StreamNorm StreamNorm} stands before each; what they compute between
 * products is {@link dev.patchbay.engine.tensor.Arithmetic Arithmetic}, the engine's own or put
 * together of plain operations. {@link dev.patchbay.engine.passes.BatchPasses BatchPasses} keeps
 * the pass, and the <i>prefix</i> that twins share; {@link
 * dev.patchbay.engine.passes.BatchActivations BatchActivations} are what its senders wrote; {@link
 * dev.patchbay.engine.readout.BatchReadout BatchReadout} makes the metric of its last stream.
 *
 * <h2>One gradient</h2>
 *
 * <p>{@link dev.patchbay.engine.passes.EngineBatchScope#lossGradients lossGradients} runs the same
 * pass with <i>probes</i>: {@link dev.patchbay.engine.passes.Probes Probes} are zeros that are
 * added where a gradient is wanted. {@link dev.patchbay.engine.passes.GradientPass#run
 * GradientPass.run} goes back from the loss; {@link dev.patchbay.engine.passes.BatchGradients
 * BatchGradients} is what lies at the probes then. Gradients at heads' inputs follow from those at
 * queries, keys and values ({@link dev.patchbay.engine.passes.HeadGradients HeadGradients}), and
 * {@link dev.patchbay.engine.passes.EdgeContraction EdgeContraction} multiplies them with changes:
 * all edges' scores, one matrix product a layer.
 *
 * <h2>One tested edge</h2>
 *
 * <p>{@link dev.patchbay.engine.EngineExperiment#search EngineExperiment.search} copies each batch
 * in slices, a thread for each ({@link dev.patchbay.engine.circuit.PromptSlice PromptSlice}), and
 * computes the circuit there once ({@link dev.patchbay.engine.circuit.CircuitRun CircuitRun}).
 *
 * <ol>
 *   <li>{@link dev.patchbay.engine.search.EngineSearch#lossWithout EngineSearch.lossWithout} asks
 *       what the loss would be. With the edge it may ask about those that are expected next: a
 *       {@link dev.patchbay.engine.search.Speculation Speculation}.
 *   <li>{@link dev.patchbay.engine.search.HeldCircuit#without HeldCircuit.without} asks every
 *       slice.
 *   <li>{@link dev.patchbay.engine.search.TrialRun#trial TrialRun.trial} goes through the nodes
 *       downstream in order: what a receiver reads now ({@link
 *       dev.patchbay.engine.search.TrialStreams TrialStreams}), then what its node writes.
 *   <li>{@link dev.patchbay.engine.circuit.PromptSlice#mlpWrite PromptSlice.mlpWrite} gives an MLP
 *       its stream, {@link dev.patchbay.engine.circuit.HeadArithmetic#values HeadArithmetic.values}
 *       heads theirs.
 *   <li>{@link dev.patchbay.engine.weights.Mlp#output Mlp.output} multiplies, together with the
 *       other slices of its batch ({@link dev.patchbay.engine.tensor.SliceGroup SliceGroup}).
 * </ol>
 *
 * <p>If the edge goes, {@link dev.patchbay.engine.circuit.CircuitRun#accept CircuitRun.accept}
 * makes the {@link dev.patchbay.engine.circuit.Trial Trial} the present. Where notes are kept, a
 * {@link dev.patchbay.engine.search.NotedSearch NotedSearch} answers as long as they know the
 * answer.
 *
 * <h2>Words</h2>
 *
 * <dl>
 *   <dt>sender, receiver
 *   <dd>A node as it writes to the stream, an input of a node as it reads it. An edge leads from
 *       one to the other.
 *   <dt>stream
 *   <dd>What a receiver reads, before its norm; in a circuit centred, as every norm would.
 *   <dt>stand-in
 *   <dd>c_u: what the ablation puts in the place of x_u, which a sender writes, along an absent
 *       edge.
 *   <dt>write
 *   <dd>What a sender adds to a stream: x_u − c_u, since c_u is there already. Where streams may
 *       hold next to nothing, rounding would show, and writes are <i>whole</i>: x_u ({@link
 *       dev.patchbay.engine.circuit.StreamSums StreamSums}).
 *   <dt>held
 *   <dd>Kept from the last computation of a circuit ({@link dev.patchbay.engine.circuit.NodeValues
 *       NodeValues}), so that a trial recomputes what changes alone.
 *   <dt>clamped
 *   <dd>Made to write a given value, whatever it reads ({@link
 *       dev.patchbay.engine.passes.ClampedSenders ClampedSenders}).
 *   <dt>live
 *   <dd>On a path of present edges to the logits ({@link dev.patchbay.engine.circuit.LiveReaders
 *       LiveReaders}).
 *   <dt>prefix
 *   <dd>The first positions, at which all runs are alike. An {@link
 *       dev.patchbay.engine.circuit.Extent Extent} is the prefix, what follows it, or the answers
 *       alone.
 *   <dt>candidate
 *   <dd>One of several sets of edges that a trial asks about at once; each has an index on the
 *       first axis of every tensor that changes.
 *   <dt>share
 *   <dd>What W_O turns into a head's write: its z, or its part of what a norm after the heads
 *       leaves ({@link dev.patchbay.engine.circuit.HeadValue HeadValue}).
 *   <dt>packed
 *   <dd>Of weights: laid out once for products of few rows ({@link
 *       dev.patchbay.engine.tensor.Packing Packing}).
 *   <dt>folded
 *   <dd>Of weights: with the gain of the norm before them multiplied in ({@link
 *       dev.patchbay.engine.circuit.FoldedWeights FoldedWeights}).
 * </dl>
 */
@NullMarked
package dev.patchbay.engine;

import org.jspecify.annotations.NullMarked;
