/**
 * A model: its weights, arranged for the forward pass, and what each component makes of its input.
 */
@NullMarked
package dev.patchbay.engine.weights;

import org.jspecify.annotations.NullMarked;
