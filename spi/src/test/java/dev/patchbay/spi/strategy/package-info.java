/** Tests. */
@NullMarked
package dev.patchbay.spi.strategy;

import org.jspecify.annotations.NullMarked;
