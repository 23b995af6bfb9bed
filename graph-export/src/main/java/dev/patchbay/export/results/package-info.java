/**
 * What a comparison found, to look at: {@code html}, one page with every figure, and {@code plots},
 * figures for papers. Neither computes a result.
 */
@NullMarked
package dev.patchbay.export.results;

import org.jspecify.annotations.NullMarked;
