/**
 * Reading models and prompts from files: safetensors, Hugging Face folders, weights, tokenizers,
 * prompt files.
 */
@NullMarked
package dev.patchbay.model.folder;

import org.jspecify.annotations.NullMarked;
