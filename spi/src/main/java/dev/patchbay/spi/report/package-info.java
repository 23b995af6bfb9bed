/** The result of a run: scores, circuit, evaluation and provenance, as values. */
@NullMarked
package dev.patchbay.spi.report;

import org.jspecify.annotations.NullMarked;
