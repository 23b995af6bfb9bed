/** The plug-ins that write a report, or the results of a comparison, as files. */
@NullMarked
package dev.patchbay.spi.export;

import org.jspecify.annotations.NullMarked;
