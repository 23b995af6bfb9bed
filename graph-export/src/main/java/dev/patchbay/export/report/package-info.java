/**
 * A run's page: {@link dev.patchbay.export.report.HtmlFormat} puts a report's numbers and the
 * scripts that draw them into one file.
 */
@NullMarked
package dev.patchbay.export.report;

import org.jspecify.annotations.NullMarked;
