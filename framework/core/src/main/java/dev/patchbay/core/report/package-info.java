/**
 * The files of a run: {@link dev.patchbay.core.report.ReportFiles} opens the output folder before
 * the run and fills it afterwards, {@link dev.patchbay.core.report.ReportJson} writes and reads the
 * one that holds everything.
 */
@NullMarked
package dev.patchbay.core.report;

import org.jspecify.annotations.NullMarked;
