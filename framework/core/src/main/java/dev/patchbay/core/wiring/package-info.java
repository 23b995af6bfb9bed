/** The only room that knows Guice. */
@NullMarked
package dev.patchbay.core.wiring;

import org.jspecify.annotations.NullMarked;
