/**
 * Pages that a reader opens from disk: one HTML file each, with everything in it, which asks the
 * network for nothing.
 */
@NullMarked
package dev.patchbay.export.page;

import org.jspecify.annotations.NullMarked;
