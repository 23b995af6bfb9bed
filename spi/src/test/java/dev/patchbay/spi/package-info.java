/** Tests of the house rules. */
@NullMarked
package dev.patchbay.spi;

import org.jspecify.annotations.NullMarked;
