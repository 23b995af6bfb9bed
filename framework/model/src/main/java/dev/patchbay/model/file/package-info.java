/** Files as they are read: JSON with a sentence for each way to fail, pieces, digests. */
@NullMarked
package dev.patchbay.model.file;

import org.jspecify.annotations.NullMarked;
