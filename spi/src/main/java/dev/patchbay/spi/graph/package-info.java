/**
 * The graph of a transformer's components and what is known about its edges: {@link
 * dev.patchbay.spi.graph.ComputationGraph} (topology), {@link dev.patchbay.spi.graph.EdgeScores}
 * (one number an edge) and {@link dev.patchbay.spi.graph.Circuit} (a subset of the edges).
 *
 * <p>All three are immutable. Graph and circuit are JGraphT graphs, so that every JGraphT algorithm
 * runs on them. Edges are dense ordinals worked out by arithmetic; {@link
 * dev.patchbay.spi.graph.Edge} objects are made on demand.
 */
@NullMarked
package dev.patchbay.spi.graph;

import org.jspecify.annotations.NullMarked;
