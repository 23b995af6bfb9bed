/**
 * What a model is asked: pairs of a clean and a corrupted prompt, and where known the true circuit.
 */
@NullMarked
package dev.patchbay.spi.task;

import org.jspecify.annotations.NullMarked;
