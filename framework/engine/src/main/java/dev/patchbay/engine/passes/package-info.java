/** Passes of the whole model over a batch: forward, backward, and what scores are made of. */
@NullMarked
package dev.patchbay.engine.passes;

import org.jspecify.annotations.NullMarked;
