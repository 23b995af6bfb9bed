/**
 * What models are asked: each task makes its own prompts, and knows the true circuit where one is.
 */
@NullMarked
package dev.patchbay.plugins.task;

import org.jspecify.annotations.NullMarked;
