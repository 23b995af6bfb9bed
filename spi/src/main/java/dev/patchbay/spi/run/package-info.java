/**
 * What a strategy may touch during a run: the {@link dev.patchbay.spi.run.Experiment} with its
 * activations, gradients and circuit searches, and the {@link dev.patchbay.spi.run.Progress} it
 * reports to.
 */
@NullMarked
package dev.patchbay.spi.run;

import org.jspecify.annotations.NullMarked;
