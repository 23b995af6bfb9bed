/** What a run takes of memory, counted before it begins. */
@NullMarked
package dev.patchbay.engine.memory;

import org.jspecify.annotations.NullMarked;
