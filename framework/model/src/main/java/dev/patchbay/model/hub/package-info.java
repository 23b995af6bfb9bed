/**
 * Models by their name on the Hugging Face hub: those that are in the user's cache, and fetching
 * others into it when that is asked for. The only room that opens connections or reads the
 * process's environment.
 */
@NullMarked
package dev.patchbay.model.hub;

import org.jspecify.annotations.NullMarked;
