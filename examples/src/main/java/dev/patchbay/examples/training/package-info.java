/**
 * How {@code patchbay-small} was made: practice texts, a transformer of GPT-2's shape that
 * gradients flow through, AdamW, and a command that runs them.
 */
@NullMarked
package dev.patchbay.examples.training;

import org.jspecify.annotations.NullMarked;
