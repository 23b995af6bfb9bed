/**
 * Reading models and prompts from files: safetensors, Hugging Face folders, weights, tokenizers,
 * prompt files.
 */
@NullMarked
package dev.patchbay.core.checkpoint;

import org.jspecify.annotations.NullMarked;
