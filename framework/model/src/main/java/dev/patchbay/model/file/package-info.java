/** Files as they are read: JSON with a message for each way to fail, pieces, digests. */
@NullMarked
package dev.patchbay.model.file;

import org.jspecify.annotations.NullMarked;
