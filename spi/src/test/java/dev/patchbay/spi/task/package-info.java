/** Tests. */
@NullMarked
package dev.patchbay.spi.task;

import org.jspecify.annotations.NullMarked;
