/** From the last stream to a metric. */
@NullMarked
package dev.patchbay.engine.readout;

import org.jspecify.annotations.NullMarked;
