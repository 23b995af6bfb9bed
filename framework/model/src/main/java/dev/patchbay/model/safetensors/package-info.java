/** The SafeTensors format, in one file or in shards. */
@NullMarked
package dev.patchbay.model.safetensors;

import org.jspecify.annotations.NullMarked;
