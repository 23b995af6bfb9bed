/** The benchmarks work; nothing is timed. */
@NullMarked
package dev.patchbay.bench;

import org.jspecify.annotations.NullMarked;
