/** Programs to run and to copy from. */
@NullMarked
package dev.patchbay.examples;

import org.jspecify.annotations.NullMarked;
