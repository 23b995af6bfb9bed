/** Weights as tensors: read, checked, and brought into the form that a run asks for. */
@NullMarked
package dev.patchbay.model.weights;

import org.jspecify.annotations.NullMarked;
