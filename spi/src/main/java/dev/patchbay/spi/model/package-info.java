/**
 * Where weights come from and how they are arranged: a {@link dev.patchbay.spi.model.ModelSource}
 * opens a {@link dev.patchbay.spi.model.Checkpoint}, an {@link dev.patchbay.spi.model.Architecture}
 * reads its configuration into a {@link dev.patchbay.spi.model.ModelSpec} and says which stored
 * tensor is which weight. The forward pass is the framework's alone. A checkpoint may bring a
 * {@link dev.patchbay.spi.model.Tokenizer}, which turns text into the model's tokens.
 */
@NullMarked
package dev.patchbay.spi.model;

import org.jspecify.annotations.NullMarked;
