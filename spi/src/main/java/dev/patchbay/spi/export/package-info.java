/** The plug-ins that write a report as a file. */
@NullMarked
package dev.patchbay.spi.export;

import org.jspecify.annotations.NullMarked;
