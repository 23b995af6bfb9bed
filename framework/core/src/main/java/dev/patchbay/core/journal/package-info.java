/**
 * What a search has learned so far, on disk: an interrupted search goes on where it stopped and
 * ends in the same bytes as an unbroken one.
 */
@NullMarked
package dev.patchbay.core.journal;

import org.jspecify.annotations.NullMarked;
