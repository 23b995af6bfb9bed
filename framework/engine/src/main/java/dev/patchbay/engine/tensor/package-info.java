/** Tensors as such: how they are made, how long they live, and the threads that work on them. */
@NullMarked
package dev.patchbay.engine.tensor;

import org.jspecify.annotations.NullMarked;
