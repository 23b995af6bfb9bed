/** Tests. */
@NullMarked
package dev.patchbay.spi.graph;

import org.jspecify.annotations.NullMarked;
