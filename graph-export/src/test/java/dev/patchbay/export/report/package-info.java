/** Every format, written and read back. */
@NullMarked
package dev.patchbay.export.report;

import org.jspecify.annotations.NullMarked;
