/** Tests. */
@NullMarked
package dev.patchbay.spi.plugin;

import org.jspecify.annotations.NullMarked;
