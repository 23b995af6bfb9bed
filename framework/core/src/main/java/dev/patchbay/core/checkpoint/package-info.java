/** Reading models from files: safetensors, Hugging Face folders, weights into tensors. */
@NullMarked
package dev.patchbay.core.checkpoint;

import org.jspecify.annotations.NullMarked;
