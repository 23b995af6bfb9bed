/** The only room that knows Guice: wires a run from the catalog. */
@NullMarked
package dev.patchbay.core.wiring;

import org.jspecify.annotations.NullMarked;
