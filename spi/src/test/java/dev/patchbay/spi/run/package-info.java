/** Tests. */
@NullMarked
package dev.patchbay.spi.run;

import org.jspecify.annotations.NullMarked;
