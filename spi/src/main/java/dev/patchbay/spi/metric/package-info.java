/** How well a run does: one number a prompt, read from logits. */
@NullMarked
package dev.patchbay.spi.metric;

import org.jspecify.annotations.NullMarked;
