/** Whole runs of the built-in plug-ins, held against reference numbers. */
@NullMarked
package dev.patchbay.golden;

import org.jspecify.annotations.NullMarked;
