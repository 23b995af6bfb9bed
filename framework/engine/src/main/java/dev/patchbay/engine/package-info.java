/** The one forward pass and what is made of it: activations, gradients, circuit runs, searches. */
@NullMarked
package dev.patchbay.engine;

import org.jspecify.annotations.NullMarked;
