/** What stands in for a sender's output where an edge is absent. */
@NullMarked
package dev.patchbay.spi.ablation;

import org.jspecify.annotations.NullMarked;
