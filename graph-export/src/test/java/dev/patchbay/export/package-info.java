/** Every format, written and read back. */
@NullMarked
package dev.patchbay.export;

import org.jspecify.annotations.NullMarked;
