/** Models that ship with Patchbay: weights set by hand, circuits known exactly. */
@NullMarked
package dev.patchbay.plugins.model;

import org.jspecify.annotations.NullMarked;
