/** Tests. */
@NullMarked
package dev.patchbay.spi.report;

import org.jspecify.annotations.NullMarked;
