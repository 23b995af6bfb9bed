/** How a model reads text, as its own files say. */
@NullMarked
package dev.patchbay.model.tokenizer;

import org.jspecify.annotations.NullMarked;
