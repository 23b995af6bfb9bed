/** A circuit that loses edges: what would change without one, and what to ask about at once. */
@NullMarked
package dev.patchbay.engine.search;

import org.jspecify.annotations.NullMarked;
